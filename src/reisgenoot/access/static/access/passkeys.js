// Shows what has to do with passkeys where the browser can use them, and says so when one was not used.
(() => {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach((element) => element.removeAttribute("hidden"));
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-failed]").forEach((element) => element.removeAttribute("hidden"));
  });
})();
