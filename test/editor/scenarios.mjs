// The scenarios in the order in which they are played.
import * as answerPanel from "./scenarios/answerPanel.mjs";
import * as breaking from "./scenarios/breaking.mjs";
import * as call from "./scenarios/call.mjs";
import * as callNobody from "./scenarios/callNobody.mjs";
import * as callUnsaved from "./scenarios/callUnsaved.mjs";
import * as cancel from "./scenarios/cancel.mjs";
import * as checkWorkspace from "./scenarios/checkWorkspace.mjs";
import * as clickToAnswer from "./scenarios/clickToAnswer.mjs";
import * as diagnostics from "./scenarios/diagnostics.mjs";
import * as explain from "./scenarios/explain.mjs";
import * as generate from "./scenarios/generate.mjs";
import * as importRoot from "./scenarios/importRoot.mjs";
import * as mock from "./scenarios/mock.mjs";
import * as quickFix from "./scenarios/quickFix.mjs";
import * as reading from "./scenarios/reading.mjs";
import * as requestLanguage from "./scenarios/requestLanguage.mjs";
import * as serverDrift from "./scenarios/serverDrift.mjs";
import * as stream from "./scenarios/stream.mjs";

export const scenarios = {
  diagnostics,
  checkWorkspace,
  explain,
  quickFix,
  breaking,
  importRoot,
  reading,
  requestLanguage,
  call,
  answerPanel,
  callUnsaved,
  callNobody,
  cancel,
  clickToAnswer,
  stream,
  serverDrift,
  mock,
  generate,
};
