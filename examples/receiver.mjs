// Receives Parley's webhooks with nothing but Node: PARLEY_SECRET=whsec_… node receiver.mjs [PORT]

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from(process.env.PARLEY_SECRET.replace(/^whsec_/, ""), "base64");
const seen = new Set(); // in earnest: a table, for a restart must not forget it

function genuine(headers, body) {
  const id = headers["webhook-id"] ?? "", at = headers["webhook-timestamp"] ?? "";
  if (!/^\d+$/.test(at) || Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const ours = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((signature) => {
    const theirs = Buffer.from(signature.replace(/^v1,/, ""), "base64");
    return signature.startsWith("v1,") && theirs.length === ours.length && timingSafeEqual(ours, theirs);
  });
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks); // the bytes as they came: parsed and written again they would not verify
  if (!genuine(request.headers, body)) return response.writeHead(401).end();
  const id = request.headers["webhook-id"];
  if (!seen.has(id)) { // an alert may come twice, with the same id
    const event = JSON.parse(body);
    console.log(event.type, event.data.sentence);
    seen.add(id);
  }
  response.writeHead(204).end();
});

server.listen(Number(process.argv[2] ?? 9000), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
