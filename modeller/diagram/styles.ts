/** What the drawing needs, loaded with it: bpmn-js's own sheets, its icon font, and ours over them. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css";
import "../styles/diagram.css";
