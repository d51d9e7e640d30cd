/** `npm start` and `poros serve`: reads the environment, starts the server, stops it on a signal. */
import { serve } from "./index.ts";

await serve(process.env);
