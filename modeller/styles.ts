import "./styles/page.css";
import "./styles/panel.css";
import "./styles/rules.css";
