/* The meeting at the table keeps each part by itself, through a poor connection and a reload; the grid of hours is
   walked by arrow keys. Both pages work without this file. */
"use strict";

(() => {
  const AGAIN = 5_000, PAUSE = 300, PATIENCE = 20_000; // milliseconds
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const hidden = (name) => ["csrf_token", "idempotency_key", "seen"].includes(name);

  /* What is typed is kept, sealed under a key that only this person's page holds, until the server has it. */
  class Room extends HTMLElement {
    async connectedCallback() {
      if (this.parts) return;
      this.parts = new Map();
      this.key = await crypto.subtle?.importKey("raw", bytes(this.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);
      for (const form of this.querySelectorAll("form[data-part]")) {
        this.parts.set(form, { saved: this.typed(form), waits: false });
        await this.restore(form);
      }
      this.addEventListener("input", ({ target }) => this.parts.has(target.form) && this.keep(target.form));
      this.addEventListener("submit", (event) => {
        if (!this.parts.has(event.target)) return;
        event.preventDefault();
        this.send(event.target);
      });
      this.addEventListener("focusout", ({ target, relatedTarget }) => {
        const form = target.form;
        if (form?.dataset.part === "stay" && !form.contains(relatedTarget) && this.changed(form)) this.send(form);
      });
      this.timer = setInterval(() => this.again(), AGAIN);
      addEventListener("online", () => this.again());
      addEventListener("beforeunload", (event) => { if (!this.leaving && this.waiting().length) event.preventDefault(); });
      this.dataset.ready = "";
    }

    disconnectedCallback() { clearInterval(this.timer); }

    pairs(form) { return [...new FormData(form)].filter(([, value]) => typeof value === "string"); }
    typed(form) { return new URLSearchParams(this.pairs(form).filter(([name]) => !hidden(name))).toString(); }
    changed(form) { return this.typed(form) !== this.parts.get(form).saved; }
    waiting() { return [...this.parts].filter(([, part]) => part.waits).map(([form]) => form); }
    place(form) { return `room|${this.dataset.room}|${form.id}`; }
    again() { for (const form of this.waiting()) this.send(form); }

    async keep(form) {
      clearTimeout(this.parts.get(form).pause);
      this.parts.get(form).pause = setTimeout(() => this.store(form), PAUSE);
    }

    async store(form) {
      if (!this.key) return;
      const part = this.parts.get(form), iv = crypto.getRandomValues(new Uint8Array(12));
      const words = JSON.stringify({ typed: this.typed(form), waits: part.waits, seen: form.elements.seen?.value ?? "" });
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, new TextEncoder().encode(words));
      try { sessionStorage.setItem(this.place(form), `${text(iv)}.${text(sealed)}`); } catch { /* it stays on the page */ }
    }

    async restore(form) {
      const [iv, sealed] = (sessionStorage.getItem(this.place(form)) ?? "").split(".");
      if (!sealed || !this.key) return;
      let kept;
      try {
        const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, this.key, bytes(sealed));
        kept = JSON.parse(new TextDecoder().decode(words));
      } catch { sessionStorage.removeItem(this.place(form)); return; }
      if (kept.typed === this.typed(form)) { sessionStorage.removeItem(this.place(form)); return; }
      const values = new URLSearchParams(kept.typed);
      for (const field of form.elements) {
        if (!field.name || hidden(field.name) || field.type === "hidden" || field.type === "submit") continue;
        if (field.type === "checkbox" || field.type === "radio") field.checked = values.getAll(field.name).includes(field.value);
        else field.value = values.get(field.name) ?? "";
      }
      if (form.elements.seen && kept.seen) form.elements.seen.value = kept.seen;
      form.closest("details")?.setAttribute("open", "");
      this.say(form, this.dataset.kept);
      if (kept.waits || form.dataset.part === "stay") this.send(form);
    }

    async send(form) {
      const part = this.parts.get(form);
      if (part.busy) return;
      part.busy = part.waits = true;
      this.say(form, this.dataset.sending);
      await this.store(form);
      const typed = this.typed(form);
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: new URLSearchParams(this.pairs(form)), headers: { "HX-Request": "true" },
          redirect: "error", signal: AbortSignal.timeout(PATIENCE),
        });
        await this.take(form, part, typed, answer);
      } catch { this.say(form, this.dataset.waiting); }
      part.busy = false;
      this.tell();
    }

    async take(form, part, typed, answer) {
      if (answer.status === 204) {
        part.saved = typed;
        part.waits = false;
        if (form.elements.seen) form.elements.seen.value = answer.headers.get("X-Seen") ?? "";
        if (this.typed(form) === typed) sessionStorage.removeItem(this.place(form));
        const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
        this.say(form, `${this.dataset.saved}, ${time.format(new Date())}`);
        if (form.dataset.part === "again") { this.leaving = true; location.reload(); }
        return;
      }
      if (answer.status === 401) { this.leaving = true; document.dispatchEvent(new Event("hr:ended")); return; }
      const refused = [409, 422].includes(answer.status);
      if (refused) part.waits = false;
      this.say(form, refused ? await answer.text() : this.dataset.waiting);
      const both = form.querySelector("[data-part-both]");
      if (both) both.hidden = answer.status !== 409;
      both?.addEventListener("click", () => { this.leaving = true; sessionStorage.removeItem(this.place(form)); form.submit(); }, { once: true });
    }

    say(form, words) {
      const place = form.querySelector("[data-part-said]");
      if (place && place.textContent !== words) place.textContent = words;
    }

    tell() {
      const place = this.querySelector("[data-room-said]"), count = this.waiting().length;
      const words = count ? this.dataset.unsent.replace("%", String(count)) : "";
      if (place && place.textContent !== words) place.textContent = words;
    }
  }
  customElements.define("hr-room", Room);

  /* Hours by arrow keys: up and down the weeks, along the days; sums as one types. */
  class Grid extends HTMLElement {
    connectedCallback() {
      this.addEventListener("keydown", (event) => this.step(event));
      this.addEventListener("input", ({ target }) => this.sum(target.closest("tr")));
    }

    step(event) {
      const field = event.target;
      if (!field.matches?.("input[data-day]") || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const rtl = getComputedStyle(this).direction === "rtl", whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
      const back = whole || (field.selectionStart === 0 && field.selectionEnd === 0);
      const on = whole || field.selectionStart === field.value.length;
      const [left, right] = rtl ? [1, -1] : [-1, 1];
      const [rows, days] = {
        ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0],
        ArrowLeft: back ? [0, left] : null, ArrowRight: on ? [0, right] : null,
      }[event.key] ?? [];
      if (rows === undefined || days === undefined) return;
      const lines = [...this.querySelectorAll("tbody tr")], line = field.closest("tr");
      const at = [...line.querySelectorAll("input[data-day]")].indexOf(field);
      const next = lines[lines.indexOf(line) + rows]?.querySelectorAll("input[data-day]")[at + days];
      event.preventDefault();
      next?.focus();
      next?.select();
    }

    sum(line) {
      const place = line?.querySelector("[data-total]");
      if (!place) return;
      const hours = [...line.querySelectorAll("input[data-day]")].map((each) => Number(each.value.replace(",", ".")) || 0);
      const total = hours.reduce((sum, each) => sum + each, 0);
      place.textContent = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(total);
    }
  }
  customElements.define("hr-grid", Grid);
})();
