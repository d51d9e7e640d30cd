/** Whether there is room to draw: from 768 px. */
import { useEffect, useState } from "preact/hooks";

const query = "(min-width: 48rem)";

export function useWide(): boolean {
  const [wide, setWide] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const look = () => setWide(media.matches);
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, []);
  return wide;
}
