// plugin.ts: a small stand-in for the server inside Vite, for working on pages and for browser tests without the binary.
import type { IncomingMessage, ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import type { Plugin } from "vite";
import { WebSocketServer } from "ws";
import { answer } from "./routes";
import { MockServer } from "./state";

interface Host {
  middlewares: { use(handler: (req: IncomingMessage, res: ServerResponse, next: () => void) => void): void };
  httpServer: unknown;
}

async function body_of(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** The document that the build merged; the reference page reads it. */
const openapi_json = () => readFileSync(new URL("../../../../build/openapi.json", import.meta.url));

function attach(host: Host): void {
  const state = new MockServer();
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("connection", (socket) => {
    state.sockets.add(socket);
    socket.on("close", () => state.sockets.delete(socket));
  });
  const server = host.httpServer as { on(event: "upgrade", handler: (...args: never[]) => void): void } | null;
  server?.on("upgrade", ((req: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!req.url?.startsWith("/api/live")) return;
    sockets.handleUpgrade(req, socket, head, (client) => sockets.emit("connection", client, req));
  }) as never);
  host.middlewares.use((req, res, next) => {
    if (!req.url?.startsWith("/api/") || req.url.startsWith("/api/docs")) return next();
    if (req.url === "/api/openapi.json") return void res.setHeader("Content-Type", "application/json").end(openapi_json());
    void body_of(req).then((body) => answer(state, req, res, body));
  });
}

export function mock_server(): Plugin {
  return { name: "mock-server", configureServer: attach, configurePreviewServer: attach };
}
