// Makes a directory and lists the root: npm run client -- PATH [ADDRESS]
import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { DirectoriesClient } from "./gen/directories/v1/directories_grpc.js";

const [path = "/photos", address = "localhost:50051"] = process.argv.slice(2);
const directories = new DirectoriesClient(address, credentials.createInsecure());
const inFiveSeconds = () => ({ deadline: Date.now() + 5000 });

try {
  await directories.makeDirectory({ path }, inFiveSeconds());
  console.log(`made ${path}`);
} catch (error) {
  const { code, details } = error as ServiceError;
  console.log(`could not make ${path}: ${status[code]}: ${details}`);
}
const { entries } = await directories.listDirectory({ path: "/" }, inFiveSeconds());
for (const entry of entries) console.log(entry.name + (entry.isDirectory ? "/" : ""));
directories.close();
