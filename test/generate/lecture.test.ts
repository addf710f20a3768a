import path from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../support/tempFolder.ts";
import { hasPython, python, run, startServer } from "./support/programs.ts";
import { compiled, fixtures, generated, protosIn, write } from "./support/stubs.ts";

const lecture = path.join(fixtures, "lecture");
const example = path.resolve(import.meta.dirname, "../../examples/directories");

describe.skipIf(!hasPython)("programs in Python run on our stubs, as they stand", () => {
  test("the server and the client of the lecture", async () => {
    const stubs = tempFolder(generated(compiled(protosIn(lecture)), "python"));
    const served = tempFolder({ "note.txt": "" });
    const env = { PYTHONPATH: stubs };
    const port = await startServer(python, [path.join(lecture, "server.py"), served], { word: "port", env });
    const client = (asked: string) => run(python, [path.join(lecture, "client.py"), String(port), asked], { env });

    expect(client("photos").split("\n").sort()).toEqual(["", "made photos", "note.txt False", "photos True"]);
    expect(client("photos")).toContain("failed UNKNOWN OS returned error: [Errno 17] File exists: 'photos'");
  });

  test("the server and the client of the example", async () => {
    const folder = tempFolder();
    write(folder, generated(compiled(protosIn(example)), "python"));
    const served = tempFolder({ "note.txt": "", "inner/file": "" });
    const env = { PYTHONPATH: folder };
    const server = path.join(example, "python/server.py");
    const port = await startServer(python, [server, served, "127.0.0.1:0"], { word: "port", env });
    const client = (asked: string) =>
      run(python, [path.join(example, "python/client.py"), asked, `127.0.0.1:${port}`], { env }).split("\n");

    expect(client("/photos")).toEqual(["made /photos", "inner/", "note.txt", "photos/", ""]);
    expect(client("/photos")[0]).toBe("could not make /photos: ALREADY_EXISTS: /photos: File exists");
    expect(client("/no/photos")[0]).toBe("could not make /no/photos: NOT_FOUND: /no/photos: No such file or directory");
    expect(client("/../out")[0]).toBe(
      "could not make /../out: INVALID_ARGUMENT: /../out leads out of the served folder",
    );
  });
});
