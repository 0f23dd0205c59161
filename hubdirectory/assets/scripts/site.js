import { startCombobox } from "./parts/combobox.js";
import { startExit } from "./parts/exit.js";
import { startFilters } from "./parts/filters.js";
import { startShare } from "./parts/share.js";

startExit();
document.querySelectorAll("input[data-suggest]").forEach(startCombobox);
startFilters();
startShare();
