// Enhancement only: every page works without this file.
(() => {
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let at = -1;
  const select = (index) => {
    const all = rows();
    if (!all.length) return;
    all.forEach((row) => row.classList.remove("task-selected"));
    at = Math.max(0, Math.min(index, all.length - 1));
    all[at].classList.add("task-selected");
    const target = all[at].querySelector("a");
    if (target) target.focus();
    all[at].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => select(at + 1),
    k: () => select(at - 1),
    x: () => {
      const tick = rows()[at]?.querySelector("details.tick");
      if (!tick) return;
      tick.open = !tick.open;
      if (tick.open) tick.querySelector("input[type=date]")?.focus();
    },
    "/": () => document.querySelector("input[type=search]")?.focus(),
    "?": () => document.querySelector("#keys")?.toggleAttribute("open"),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });
  // A second click on the button of a form that is on its way does nothing. (The server counts a form once in any case.)
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
  // "More" folds up again with Escape, and when one clicks or goes elsewhere.
  const foldUp = (but) => document.querySelectorAll("[data-more][open]").forEach((it) => { if (!it.contains(but)) it.open = false; });
  document.addEventListener("focusin", (event) => foldUp(event.target));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("[data-more][open]");
    if (!open) return;
    if (open.contains(document.activeElement)) open.querySelector("summary").focus();
    open.open = false;
  });
  document.addEventListener("click", (event) => {
    foldUp(event.target);
    if (event.target.closest("[data-print]")) window.print();
    const fill = event.target.closest("[data-email]");
    if (fill) {
      const form = document.querySelector("#log-in");
      form.elements.login.value = fill.dataset.email;
      form.elements.password.value = fill.dataset.password;
      form.requestSubmit();
    }
  });
  document.addEventListener("dragover", (event) => event.target.closest("[data-drop]") && event.preventDefault());
  document.addEventListener("drop", (event) => {
    const zone = event.target.closest("[data-drop]");
    if (!zone || !event.dataTransfer.files.length) return;
    event.preventDefault();
    zone.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
  document.querySelectorAll(".route-picture").forEach((picture) => {
    // On a phone the picture is wider than the screen: begin where today is.
    const today = picture.querySelector(".route-today");
    if (!today) return;
    const share = today.getAttribute("x1") / picture.querySelector("svg").viewBox.baseVal.width;
    picture.scrollLeft = share * picture.scrollWidth - picture.clientWidth / 2;
  });
  document.querySelectorAll("[data-needs-script]").forEach((element) => element.removeAttribute("hidden"));
})();
