import type { ChangeCase } from "./case.ts";
import { enumCases } from "./enums.ts";
import { fieldCases } from "./fields.ts";
import { fieldTableCases } from "./fieldTables.ts";
import { fileCases } from "./files.ts";
import { messageCases } from "./messages.ts";
import { moveCases } from "./moves.ts";
import { columnCases, lineCases, placeCases } from "./places.ts";
import { serviceCases } from "./services.ts";

/** Every case there is. */
export const changeCases: readonly ChangeCase[] = [
  ...fieldTableCases,
  ...fieldCases,
  ...messageCases,
  ...enumCases,
  ...serviceCases,
  ...fileCases,
  ...moveCases,
  ...placeCases,
  ...columnCases,
  ...lineCases,
];
