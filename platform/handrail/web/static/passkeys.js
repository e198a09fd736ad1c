/* Asks the browser for a passkey and sends its answer with the form around the button. Without this file, or where the
   browser knows no passkeys, the form stays hidden and a code does the same. */
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withIds = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: withIds(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: withIds(options.allowCredentials) }),
  });

  const answered = (credential) => {
    const { response } = credential;
    const said = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) said[name] = text(response[name]);
    }
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said, clientExtensionResults: {},
    });
  };

  const said = (form, words) => {
    const place = form.querySelector("[data-passkey-said]");
    if (place) place.textContent = words ?? "";
  };

  const show = async (form) => {
    const publicKey = asked(JSON.parse(form.dataset.options));
    const ask = form.dataset.passkey === "create" ? "create" : "get";
    return answered(await navigator.credentials[ask]({ publicKey }));
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential || !navigator.credentials) continue;
    form.hidden = false;
    for (const instead of document.querySelectorAll("[data-no-passkey]")) instead.hidden = true;
    form.addEventListener("submit", async (event) => {
      const field = form.elements.credential;
      if (field.value) return;
      event.preventDefault();
      if (form.dataset.busy) return;
      form.dataset.busy = "true";
      said(form, "");
      try {
        field.value = await show(form);
        form.requestSubmit();
      } catch (problem) {
        said(form, problem?.name === "InvalidStateError" ? form.dataset.known : form.dataset.stopped);
      }
      delete form.dataset.busy;
    });
  }

  /* A page that comes back from the browser's memory holds an answer that was taken already. */
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-passkey]")) form.elements.credential.value = "";
  });
})();
