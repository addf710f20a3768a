// What is put on the clipboard for a pull request.
import { expect, test } from "vitest";
import { changesMarkdown } from "../../client/src/breaking/changesMarkdown.ts";
import type { ChangeItem } from "../../server/src/protocol/requests.ts";

const change: ChangeItem = {
  level: "wire",
  rule: "RPC_NO_DELETE",
  message: "rpc `Buy` was deleted from service `Shop`",
  help: "breaks the wire: old clients that call it get UNIMPLEMENTED. Better: keep the rpc",
  uri: "file:///w/shop.proto",
  line: 9,
  column: 8,
  earlierUri: undefined,
  earlierLine: 0,
};

test("a change is told with its place, what others see and what to do", () => {
  const packages = [
    { name: "new.v1", step: "minor", changes: [] } as const,
    { name: "shop.v1", step: "major", changes: [change, { ...change, level: "source", uri: undefined }] } as const,
  ];
  expect(changesMarkdown({ words: "main (1a2b3c4d5)", packages }, uri => uri.slice("file:///w/".length))).toBe(`\
## 2 breaking changes since main (1a2b3c4d5)

| Package | Next version | Wire | JSON | Code |
| --- | --- | --: | --: | --: |
| \`new.v1\` | minor | – | – | – |
| \`shop.v1\` | **major** | 1 | – | 1 |

### \`shop.v1\`

**Old clients on the wire** will notice:

- shop.proto:10: Rpc \`Buy\` was deleted from service \`Shop\` (RPC_NO_DELETE)  
  Old clients that call it get UNIMPLEMENTED. Better: keep the rpc.

**Those who compile generated code** will notice:

- Rpc \`Buy\` was deleted from service \`Shop\` (RPC_NO_DELETE)  
  Old clients that call it get UNIMPLEMENTED. Better: keep the rpc.
`);
});

test("where nothing breaks, it says so", () => {
  const packages = [{ name: "", step: "patch", changes: [] } as const];
  expect(changesMarkdown({ words: "HEAD", packages }, uri => uri)).toContain("## No breaking changes since HEAD");
  expect(changesMarkdown({ words: "HEAD", packages }, uri => uri)).toContain("| (no package) | patch |");
  expect(changesMarkdown({ words: "HEAD", packages: [] }, uri => uri)).toContain("No package has changed.");
});
