// Before anything is drawn, so that no text jumps.
import { chosenSize, showSize } from "./parts/size.js";

showSize(chosenSize());
