import { createRoot } from "react-dom/client";
import { api } from "./client";

function Notice({ text }: { text: string }) {
  return <p dangerouslySetInnerHTML={{ __html: text }} />;
}

api("/notice")
  .then((answer) => answer.text())
  .then((text) => createRoot(document.getElementById("root")!).render(<Notice text={text} />));
