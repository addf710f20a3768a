// What a command of the CLI may touch beside the core: so a command is a function that a test can call.

/** A command's surroundings. */
export interface CommandIo {
  /** Writes a result; a text brings its own line ends. */
  readonly stdout: (text: string | Uint8Array) => void;
  /** Writes talk: progress, failures, how to use the command. */
  readonly stderr: (text: string) => void;
  /** All of standard input as text, read on the first use. */
  readonly stdin: () => Promise<string>;
  /** The same as bytes. */
  readonly stdinBytes: () => Promise<Uint8Array>;
  /** The same as text, as it comes: `ended` follows the last piece. Gives what stops the reading. */
  readonly stdinPieces: (each: (piece: string) => void, ended: () => void) => () => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** An absolute path; relative arguments are below it. */
  readonly cwd: string;
  /** Ends a command that would go on for ever (a server); absent where only the process's own signals do. */
  readonly stop?: AbortSignal;
}

/** A command: its arguments without its own name, answered with the exit code (0 fine, 1 a failure, 2 wrong use). */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>;
