/* Runs in the browser, on a page of the gallery. */

/** A line for each thing that reaches beyond its card or has no name, first as it comes, then with all unfolded. */
globalThis.faults = () => {
  const frames = [...document.querySelectorAll('.frame')];
  if (frames.length === 0) return ['nothing was drawn'];
  const folded = frames.flatMap(faultsOf);
  unfold();
  return [...folded, ...frames.flatMap(faultsOf)];
};

function faultsOf(frame) {
  const { left, right } = frame.getBoundingClientRect();
  const isBeyond = (box) => box.width > 0 && (box.left < left - 0.5 || box.right > right + 0.5);
  const texts = textsOf(frame).filter((text) => isBeyond(boxOf(text)));
  const elements = [...frame.querySelectorAll('*')];
  const parts = elements.filter((element) => isBeyond(element.getBoundingClientRect()));
  const used = elements.filter((element) => element.matches('input, textarea, select, button, img'));
  return [
    ...texts.map((text) => `text beyond ${frame.style.width}: ${text.textContent}`),
    ...parts.map((part) => `beyond ${frame.style.width}: ${part.tagName} ${part.textContent}`),
    ...used.filter((element) => nameOf(element) === '').map(({ tagName }) => `no name: ${tagName}`),
  ];
}

function textsOf(frame) {
  const walker = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  return texts;
}

/** Of the whole text, also where an element cuts it off. */
function boxOf(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  return range.getBoundingClientRect();
}

function nameOf(element) {
  const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ');
  const labelled = labels.map((id) => document.getElementById(id)?.textContent ?? '');
  const own = [element.getAttribute('aria-label'), element.getAttribute('alt'), element.innerText];
  return [...labelled, ...(element.tagName === 'SELECT' ? own.slice(0, 2) : own)].join('').trim();
}
