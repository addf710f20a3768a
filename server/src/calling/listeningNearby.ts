import { connect } from "node:net";
import { isLoopbackHost, type TargetPlace } from "./target.ts";

// This machine answers at once, or is so busy that the answer can wait for the next time.
const patienceMs = 250;

/** The port beside one on which nothing listens that something does listen on; asked of this machine alone. */
export async function listeningNearby(place: TargetPlace): Promise<number | undefined> {
  if (place.kind !== "tcp" || !isLoopbackHost(place.host)) return undefined;
  const { host } = place;
  const ports = [place.port + 1, place.port - 1].filter(port => port >= 1 && port <= 65535);
  const listening = await Promise.all(ports.map(port => listens(host, port)));
  return ports.find((_, index) => listening[index]);
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: patienceMs });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
    socket.on("timeout", () => end(false));
  });
}
