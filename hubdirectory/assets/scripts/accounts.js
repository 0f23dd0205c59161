import { startPasskeys } from "./parts/passkeys.js";
import { startShowing } from "./parts/showing.js";

startPasskeys();
startShowing();
