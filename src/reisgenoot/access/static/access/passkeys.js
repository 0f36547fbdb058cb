// Shows what has to do with passkeys where the browser can use them, and says so when one was not used.
(() => {
  const show = (mark) => document.querySelectorAll(`[${mark}]`).forEach((element) => element.removeAttribute("hidden"));
  const number = /^[\d.]+$|:/.test(location.hostname); // an IP address: WebAuthn takes names only
  if (number) show("data-passkey-number");
  else if (window.PublicKeyCredential) show("data-passkey");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("data-passkey-failed");
  });
})();
