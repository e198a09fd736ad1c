/* Handrail's own behaviours. Pages work without this file; it saves drafts, keeps the focus, prints, finds. */
"use strict";

(() => {
  const SAVE_EVERY = 10_000; // milliseconds

  /* Saves what is in the form around it as a private draft: every 10 seconds when changed, and on leaving a field. */
  class Autosave extends HTMLElement {
    connectedCallback() {
      this.form = this.closest("form");
      if (!this.form || this.timer) return;
      this.saved = this.content();
      this.stop = new AbortController();
      const { signal } = this.stop;
      this.timer = setInterval(() => this.save(), SAVE_EVERY);
      // On the way to a button nothing is saved: a word more below would move the button away from under the press.
      this.addEventListener("focusout", (event) => { if (!event.relatedTarget?.closest?.("button")) this.save(); }, { signal });
      this.form.addEventListener("submit", () => { this.sent = true; }, { signal });
      addEventListener("beforeunload", (event) => {
        if (!this.sent && this.content() !== this.saved) event.preventDefault();
      }, { signal });
    }

    disconnectedCallback() {
      clearInterval(this.timer);
      this.timer = null;
      this.stop?.abort();
    }

    content() {
      return new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string")).toString();
    }

    async save() {
      const now = this.content();
      if (this.sent || this.busy || now === this.saved) return;
      this.busy = true;
      this.say(this.dataset.saving);
      try {
        const headers = { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" };
        const answer = await fetch(this.dataset.url, { method: "POST", body: now, headers, redirect: "error" });
        if (answer.ok) this.saved = now;
        if (answer.status === 401) document.dispatchEvent(new Event("hr:ended"));
        const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        const unsaved = answer.status === 409 && this.dataset.elsewhere || this.dataset.unsaved;
        this.say(answer.ok ? `${this.dataset.saved}, ${time.format(new Date())}` : unsaved);
      } catch {
        this.say(this.dataset.unsaved);
      }
      this.busy = false;
    }

    say(text) {
      const place = this.querySelector("[data-draft-status]");
      if (place && place.textContent !== text) place.textContent = text;
    }
  }
  customElements.define("hr-autosave", Autosave);

  const flash = (text) => {
    const place = document.getElementById("flash");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "note stop";
    note.append(Object.assign(document.createElement("p"), { textContent: text }));
    place.replaceChildren(note);
    place.scrollIntoView({ block: "nearest" });
  };

  /* A swapped part that wants the focus gets it: the error summary, a new row, a changed heading. */
  document.addEventListener("htmx:after:swap", () => {
    const wish = document.querySelector(".errors[autofocus], [data-focus], main [autofocus]");
    if (!wish || wish.dataset.focused) return;
    wish.dataset.focused = "true";
    wish.focus();
  });

  /* 5xx answers are not swapped and a broken line answers nothing: say so, and leave what was typed alone. */
  for (const name of ["htmx:response:error", "htmx:error"]) {
    document.addEventListener(name, (event) => {
      const status = event.detail?.ctx?.response?.status ?? 0;
      if (status === 0 || status >= 500) flash(document.body.dataset.notSent);
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });

  /* Control K goes to the search field; no single keys. */
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    const find = document.querySelector("[data-find]");
    if (!find) return;
    event.preventDefault();
    find.focus();
    find.select();
  });

  /* Control Enter sends the form that one is writing in, by its main button. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const send = event.target.closest?.("main form")?.querySelector(".buttons .btn.go");
    if (!send) return;
    event.preventDefault();
    send.click();
  });

  /* A page is its reader's while their session lives. Then it is cleared, and what was typed comes back in another. */
  const { whose, idle } = document.body.dataset;
  let edited = null, timer = 0;

  const clear = () => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "/account/ended", hidden: true });
    const put = (name, value) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    if (edited?.isConnected) {
      for (const [name, value] of new FormData(edited)) if (typeof value === "string") put(name, value);
      const to = new URL(edited.getAttribute("action") || location.href, location.href);
      put("again_target", to.pathname + to.search);
    }
    put("ended_page", location.pathname + location.search);
    put("ended_of", whose);
    document.body.replaceChildren(form);
    HTMLFormElement.prototype.submit.call(form); // a field may be called "submit"
  };

  const wait = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(check, (seconds + 1) * 1000);
  };

  const check = async () => {
    try {
      const answer = await fetch(`/sign-in/state?of=${whose}`, { cache: "no-store", redirect: "error" });
      const { seconds } = await answer.json();
      if (seconds > 0) { wait(seconds); return true; }
      clear();
    } catch {
      wait(60); // nobody answers now
    }
    return false;
  };

  if (whose) {
    wait(Number(idle));
    document.addEventListener("input", ({ target }) => { edited = target.closest("main form[method=post i]") ?? edited; });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
    document.addEventListener("hr:ended", clear);
  }

  /* A back button must not show a page from before signing out. */
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    if (!whose || await check()) location.reload();
  });
})();
