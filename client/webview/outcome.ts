// What a call ended with, beyond the status: what happened in words, whether the call can have run, and the server's details.
import type { CallStatus } from "../../server/src/protocol/call.ts";
import { element, setText } from "./element.ts";
import { createErrorDetailList } from "./errorDetailList.ts";
import { sentence, verdictText } from "./words.ts";

export interface Outcome {
  readonly root: HTMLElement;
  /** Hides itself where there is nothing to say, as for an OK. */
  show(status: Partial<CallStatus>): void;
}

export function createOutcome(showField: (field: string) => void): Outcome {
  const message = element("p", { class: "status-message", testId: "status-message" });
  const explanation = element("p", { class: "explanation", testId: "explanation" });
  const verdict = element("span", { class: "verdict", testId: "verdict" });
  const proof = element("span", { class: "proof", testId: "proof" });
  const question = element(
    "p",
    { class: "did-it-run" },
    element("span", { class: "question" }, "Did it run?"),
    " ",
    verdict,
    " ",
    proof,
  );
  const details = createErrorDetailList(showField);
  const root = element(
    "section",
    { class: "failure", "aria-label": "what happened" },
    explanation,
    question,
    message,
    details.root,
  );
  return {
    root,
    show(status) {
      const said =
        status.number === undefined || status.verdict === undefined
          ? ""
          : verdictText({ ...status, verdict: status.verdict, number: status.number });
      setText(message, status.message ?? "");
      setText(explanation, sentence(status.explanation ?? ""));
      setText(verdict, said);
      setText(proof, said === "" ? "" : sentence(status.proof ?? ""));
      question.hidden = said === "";
      root.dataset.verdict = status.verdict ?? "";
      details.show(status.details ?? []);
      root.hidden = [message, explanation, question, details.root].every(part => part.hidden);
    },
  };
}
