// On pages about abuse each page takes the place of the one before in the history, so that Back leads to neither.
export const isDiscreet = (page = document) => page.body.hasAttribute("data-discreet");

export function startDiscreet() {
  if (!isDiscreet()) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!isPage(link)) return;
    event.preventDefault();
    window.location.replace(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get") return;
    event.preventDefault();
    const address = new URL(form.action);
    address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    window.location.replace(address);
  });
}

// Another page of this site: no telephone number, no file, no other part of this page.
function isPage(link) {
  const here = window.location;
  const same = link.pathname === here.pathname && link.search === here.search;
  return link.origin === here.origin && !link.target && !link.hasAttribute("download") && !(same && link.hash);
}
