import { type EnumDescriptorProto, EnumOptionsSchema, EnumValueOptionsSchema } from "@bufbuild/protobuf/wkt";
import { joined } from "../compiler/link/declaring.ts";
import { block, type Printing, reservedLines, statement, visibilityWord } from "./lines.ts";
import { optionStatements, optionsInBrackets } from "./printOptions.ts";

/** An enum of a file or a message, as lines. */
export function enumLines(print: Printing, outer: string, one: EnumDescriptorProto): string[] {
  const scope = joined(outer, one.name);
  const ranges = one.reservedRange.map(({ start, end }) => ({ start, last: end }));
  return block(`${visibilityWord(one.visibility)}enum ${one.name}`, [
    ...optionStatements(print, scope, EnumOptionsSchema, one.options),
    ...one.value.flatMap(value =>
      // The values of an enum belong to the scope around it.
      statement(
        `${value.name} = ${value.number}`,
        optionsInBrackets(print, joined(outer, value.name), EnumValueOptionsSchema, value.options),
      ),
    ),
    ...reservedLines(print, ranges, one.reservedName),
  ]);
}
