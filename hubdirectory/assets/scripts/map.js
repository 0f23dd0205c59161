// The places of the results on a map. The list says everything that the map says.
/* global L */
function draw() {
  const box = document.getElementById("map");
  const data = document.getElementById("map-points");
  if (!box || !data) return;
  const points = JSON.parse(data.textContent);
  box.hidden = !points.length;
  if (!points.length) return;
  const map = L.map(box, { scrollWheelZoom: false });
  L.tileLayer(box.dataset.tiles, { maxZoom: 19, attribution: escaped(box.dataset.credit) }).addTo(map);
  const pins = points.map((point) => pin(point).addTo(map));
  map.fitBounds(L.featureGroup(pins).getBounds().pad(0.15), { maxZoom: 16 });
}

function pin(point) {
  const icon = L.divIcon({ className: "map__pin", iconSize: [26, 26], iconAnchor: [13, 30], popupAnchor: [0, -28] });
  const link = document.createElement("a");
  link.href = point.address;
  link.textContent = point.name;
  const popup = document.createElement("p");
  popup.append(link, document.createElement("br"), point.place);
  return L.marker(point.at, { icon, title: point.name, alt: point.name }).bindPopup(popup);
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

draw();
document.addEventListener("hub:found", draw);
