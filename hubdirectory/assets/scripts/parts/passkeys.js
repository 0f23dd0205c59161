// Passkeys: the browser is asked with the options of the page, and its answer is sent in the page's own form.
const verbs = {
  create: (options) => navigator.credentials.create({ publicKey: creating(options) }),
  get: (options) => navigator.credentials.get({ publicKey: getting(options) }),
};

export function startPasskeys() {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.querySelectorAll("[data-passkey]").forEach((part) => {
    const form = part.querySelector("[data-passkey-form]");
    const options = JSON.parse(part.querySelector("[data-passkey-options]").textContent);
    part.querySelector("[data-passkey-none]").remove();
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form, verbs[part.dataset.passkey], options);
    });
  });
}

async function ask(form, verb, options) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(written(await verb(options)));
  } catch {
    problem.hidden = false;
    return;
  }
  form.submit();
}

function creating(options) {
  const excludeCredentials = (options.excludeCredentials || []).map(described);
  const user = { ...options.user, id: bytes(options.user.id) };
  return { ...options, challenge: bytes(options.challenge), user, excludeCredentials };
}

function getting(options) {
  const allowCredentials = (options.allowCredentials || []).map(described);
  return { ...options, challenge: bytes(options.challenge), allowCredentials };
}

function described(credential) {
  return { ...credential, id: bytes(credential.id) };
}

function written(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
    if (answer[name]) response[name] = text(answer[name]);
  });
  if (answer.getTransports) response.transports = answer.getTransports();
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(base64url) {
  const binary = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
