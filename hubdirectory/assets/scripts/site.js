import { startCombobox } from "./parts/combobox.js";
import { startDates } from "./parts/dates.js";
import { startDiscreet } from "./parts/discreet.js";
import { startExit } from "./parts/exit.js";
import { startFilters } from "./parts/filters.js";
import { startForgetting } from "./parts/forget.js";
import { startPressed } from "./parts/pressed.js";
import { startSharedScreen } from "./parts/shared.js";
import { startShare } from "./parts/share.js";

startExit();
startSharedScreen();
startDiscreet();
document.querySelectorAll("input[data-suggest]").forEach(startCombobox);
startFilters();
startShare();
startDates();
startPressed();
startForgetting();
