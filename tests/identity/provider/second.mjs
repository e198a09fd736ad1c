// An issuer by others than the first, for the tests. It signs everybody in at once, as "ann" of the group that the
// settings on standard input name; it says where it listens and ends as the first does.

import { createInterface } from "node:readline";
import { OAuth2Server } from "oauth2-mock-server";

const lines = createInterface({ input: process.stdin });
const settings = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);

const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
await server.start(0, "127.0.0.1");
const issuer = `http://127.0.0.1:${server.address().port}`;
server.issuer.url = issuer;
server.service.on("beforeTokenSigning", (token) => {
  Object.assign(token.payload, { sub: "ann", name: "Invented Ann", groups: settings.groups.ann ?? [] });
});
console.log(JSON.stringify({ issuer }));
lines.on("close", () => process.exit(0));
