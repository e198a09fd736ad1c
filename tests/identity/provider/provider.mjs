// One issuer on loopback, for the tests. Its settings come as JSON on the first line of standard input; it says where
// it listens on the first line of standard output, and ends when standard input does.
//
// Who signs in, and how strongly, is what the browser of the test says in two headers: there are no pages to fill in.

import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const lines = createInterface({ input: process.stdin });
const settings = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);

const listener = (request, response) => handle(request, response);
let handle = (_request, response) => response.writeHead(503).end();
const { createServer } = await import("node:http");
const server = createServer(listener);
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: settings.clients,
  jwks: settings.jwks,
  cookies: { keys: ["not a secret: for trials"] },
  conformIdTokenClaims: false,
  acrValues: ["one", "two"],
  scopes: ["openid", "profile", "email", "groups"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email"], groups: ["groups"], acr: null, amr: null, sid: null, auth_time: null, iss: null },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256"] },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Invented ${id}`, email: `${id}@trial.example`, groups: settings.groups[id] ?? [] }),
  }),
  ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
  // It refuses by itself to call addresses of one machine; here everything is on one.
  fetch: (url, { dispatcher: _guarded, ...options }) => globalThis.fetch(url, options),
  renderError: (context, out) => { context.type = "json"; context.body = out; },
});

provider.use(async (context, next) => {
  if (!context.path.startsWith("/interaction/")) return next();
  const { prompt, params, session } = await provider.interactionDetails(context.req, context.res);
  if (prompt.name === "login") {
    const acr = context.get("x-trial-acr") || "one";
    const login = { accountId: context.get("x-trial-subject"), acr, amr: acr === "two" ? ["pwd", "mfa"] : ["pwd"] };
    context.respond = false;
    return provider.interactionFinished(context.req, context.res, { login }, { mergeWithLastSubmission: false });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  context.respond = false;
  return provider.interactionFinished(context.req, context.res, { consent: { grantId } }, { mergeWithLastSubmission: true });
});

handle = provider.callback();
provider.on("server_error", (_context, problem) => console.error(problem));
provider.on("backchannel.error", (_context, problem) => console.error("backchannel", problem));
console.log(JSON.stringify({ issuer }));
lines.on("close", () => process.exit(0));
