// Who goes on when several pause.
import { expect, test } from "vitest";
import { pauses } from "../../server/src/lsp/pauses.ts";

test("what someone waits for goes before what nobody waits for, also when that was begun first", async () => {
  const { pause, giveWay } = pauses(0);
  const order: string[] = [];
  await Promise.all([inSteps("behind", 3, giveWay, order), inSteps("front", 5, pause, order)]);
  expect(order).toEqual([...Array(5).fill("front"), ...Array(3).fill("behind")]);
});

test("what nobody waits for goes on as soon as nobody in front pauses, and waits again when someone does", async () => {
  const { pause, giveWay } = pauses(0);
  const order: string[] = [];
  const behind = inSteps("behind", 4, giveWay, order);
  while (order.length < 2) await new Promise(resolve => setImmediate(resolve));
  await Promise.all([behind, inSteps("front", 3, pause, order)]);
  expect(order).toEqual(["behind", "behind", "front", "front", "front", "behind", "behind"]);
});

test("those in front take turns with what comes in", async () => {
  const { pause } = pauses(0);
  const order: string[] = [];
  setImmediate(() => setImmediate(() => order.push("came in")));
  await Promise.all([inSteps("one", 3, pause, order), inSteps("other", 3, pause, order)]);
  expect(order).toEqual(["one", "other", "came in", "one", "other", "one", "other"]);
});

async function inSteps(name: string, count: number, pause: () => Promise<void>, order: string[]): Promise<void> {
  for (let step = 0; step < count; step++) {
    await pause();
    order.push(name);
  }
}
