// The page read aloud, by a voice of the device itself: one that sends the words away to be spoken is never asked.
export function startAloud() {
  const button = document.querySelector("[data-aloud]");
  const speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  const label = button.querySelector("span");
  const { aloud, stop } = button.dataset;

  // Some browsers learn of their voices only after a moment.
  const offer = () => { button.hidden = !voiceFor(document.documentElement.lang); };
  speech.addEventListener?.("voiceschanged", offer);
  offer();

  let reading = false;
  function show(now) {
    reading = now;
    label.textContent = now ? stop : aloud;
  }

  button.addEventListener("click", () => {
    speech.cancel();
    show(!reading);
    if (!reading) return;
    const said = [...pieces(document.querySelector("main"))].map(spoken).filter(Boolean);
    if (said.length) said[said.length - 1].addEventListener("end", () => show(false));
    else show(false);
    said.forEach((one) => speech.speak(one));
  });
  // Nobody else in the room hears the rest of a page that was left.
  window.addEventListener("pagehide", () => speech.cancel());
}

function voiceFor(language) {
  const base = (code) => code.toLowerCase().split(/[-_]/)[0];
  return window.speechSynthesis.getVoices().find((voice) => voice.localService && base(voice.lang) === base(language));
}

function spoken({ text, language }) {
  const voice = voiceFor(language);
  if (!voice) return null;
  const one = new SpeechSynthesisUtterance(text);
  one.voice = voice;
  one.lang = voice.lang;
  return one;
}

// The texts of a page in its order, each with its language; not what is for pressing alone, nor what is hidden.
function* pieces(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: holder, textContent } = walker.currentNode;
    const text = textContent.trim();
    if (!text || holder.closest("[hidden], [aria-hidden=true], button, nav, form, script, [data-share]")) continue;
    yield { text, language: holder.closest("[lang]").lang };
  }
}
