// `x_grpc.ts`: services for @grpc/grpc-js over the messages of protoc-gen-es. It is a plugin in protoc-gen-es's own
// framework, so that names, imports and JavaScript output follow the same rules as the messages.
import { createEcmaScriptPlugin, type Schema } from "@bufbuild/protoplugin";
import { createForm, type Form } from "./form.ts";
import { printClient } from "./grpcJsClient.ts";
import { printDefinition, printServer } from "./grpcJsServer.ts";
import { printClientSupport, printDefinitionSupport, printServerSupport } from "./grpcJsSupport.ts";

/** The plugin; it writes nothing for a file without methods. */
export const grpcJs = createEcmaScriptPlugin({
  name: "protodial",
  version: "v1",
  generateTs: schema => printFiles(schema, "ts"),
  generateJs: schema => printFiles(schema, "js"),
  generateDts: schema => printFiles(schema, "dts"),
});

function printFiles(schema: Schema, kind: Form["kind"]): void {
  for (const file of schema.files) {
    // A server of grpc-js takes no service without methods.
    const services = file.services.filter(service => service.methods.length > 0);
    if (services.length === 0) continue;
    const name = `${file.name}_grpc`;
    const output = schema.generateFile(`${name}.${kind === "dts" ? "d.ts" : kind}`);
    output.preamble(file);
    const form = createForm(kind, output, name);
    for (const service of services) {
      printDefinition(form, service);
      printServer(form, service);
      printClient(form, service);
    }
    const kinds = new Set(services.flatMap(service => service.methods.map(method => method.methodKind)));
    printDefinitionSupport(form, kinds);
    printServerSupport(form, kinds);
    printClientSupport(form, kinds);
  }
}
