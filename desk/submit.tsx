/** Ajukan: which case, as which post. */
import type { PostView } from "../api/index.ts";
import { api, Icon, PostName } from "../ui/index.ts";
import { actingPostId } from "./counts.ts";
import { Heading } from "./heading.tsx";
import { useLoaded } from "./loaded.ts";
import { LoadedList } from "./loaded-list.tsx";
import { deskWords } from "./words.ts";

interface Startables {
  readonly items: readonly {
    readonly processId: string;
    readonly version: number;
    readonly title: string;
    readonly purpose: string;
    readonly posts: readonly PostView[];
  }[];
}

export function SubmitScreen() {
  const words = deskWords();
  const found = useLoaded<Startables>("processes", (signal) => api.get<Startables>("/processes", signal));
  return (
    <div class="submit">
      <div class="title-row">
        <Heading>{words.submitTitle}</Heading>
        <span class="muted small">{words.submitChoose}</span>
      </div>
      <LoadedList found={found}>
        {(loaded) =>
          loaded.items.length === 0 ? (
            <div class="card empty">
              <Icon name="file-plus" />
              <h2>{words.submitNothing}</h2>
              <p>{words.submitNothingHelp}</p>
            </div>
          ) : (
            <ul class="startables">
              {loaded.items.map((process) => (
                <li class="card card-pad" key={process.processId}>
                  <h2>{process.title}</h2>
                  <p class="muted">{process.purpose}</p>
                  <ul class="start-posts">
                    {ordered(process.posts).map((post) => (
                      <li key={post.postId}>
                        <a
                          class="button"
                          href={`/ajukan/${encodeURIComponent(process.processId)}?jabatan=${encodeURIComponent(post.postId)}`}
                        >
                          <Icon name="file-plus" small />
                          <span>
                            {words.startAs} <PostName post={post} />
                          </span>
                        </a>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          )
        }
      </LoadedList>
    </div>
  );
}

/** The post that is acted for comes first. */
const ordered = (posts: readonly PostView[]): readonly PostView[] =>
  [...posts].sort(
    (one, other) => Number(other.postId === actingPostId.value) - Number(one.postId === actingPostId.value),
  );
