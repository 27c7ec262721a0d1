// Forms marked data-passkey are filled in by the browser's own dialog: "create" makes a passkey, "get"
// shows one. Without this file the form says that passkeys need JavaScript.

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[data-passkey-status]");
    status.textContent = "";
    if (!window.PublicKeyCredential) {
      status.textContent = form.dataset.missing;
      return;
    }
    try {
      form.elements.credential.value = JSON.stringify(await credentialFor(form));
    } catch {
      // Also when the person closed the dialog: the browser does not say which.
      status.textContent = form.dataset.failed;
      return;
    }
    form.submit();
  });
}

async function credentialFor(form) {
  const options = (await optionsOf(form)).publicKey;
  options.challenge = bytes(options.challenge);
  if (form.dataset.passkey === "create") {
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = (options.excludeCredentials ?? []).map(withBytes);
    if (form.elements.passwordless?.checked) {
      options.authenticatorSelection = {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      };
    }
    return told(await navigator.credentials.create({ publicKey: options }));
  }
  options.allowCredentials = (options.allowCredentials ?? []).map(withBytes);
  return told(await navigator.credentials.get({ publicKey: options }));
}

async function optionsOf(form) {
  const written = form.querySelector("#passkey-options");
  if (written) return JSON.parse(written.textContent);
  const response = await fetch(form.getAttribute("action"), { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()).request_options;
}

// What the server reads: all bytes as base64url.
function told(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = text(response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function withBytes(known) {
  return { ...known, id: bytes(known.id) };
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
