// Leaving quickly, by the button or by Escape three times. Without this file the button works too, a little slower.
(() => {
  const form = document.querySelector("form[data-leave]");
  if (!form) return;
  const AT_MOST = 400; // milliseconds to wait for the server before going anyway
  const WITHIN = 5000; // milliseconds for three times Escape
  const leave = () => {
    const sent = fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" });
    document.title = "Reisgenoot";
    document.body.replaceChildren();
    const waited = new Promise((resolve) => setTimeout(resolve, AT_MOST));
    // In the place of this page, so that going back does not lead to it.
    Promise.race([sent.catch(() => {}), waited]).then(() => location.replace(form.dataset.leave));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    pressed = [...pressed.filter((at) => now - at < WITHIN), now];
    if (pressed.length >= 3) leave();
  });
  // A browser that kept the page in its memory shows it again without asking: ask.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
