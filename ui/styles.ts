/** Style sheets of everything in `ui/`, in order. Bundled into the app's one style sheet. */
import "./tokens.css";
import "./base.css";
import "./shell.css";
import "./content.css";
import "./print.css";
