package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import java.io.IOException;

/** Iterator over the relevant members of one JSON object. Skips the others. */
final class Members {
  private final JsonReader reader;
  private final JsonReader.Options names;
  private int seen;
  private int repeated;

  /** Begins the next object of the reader. */
  Members(JsonReader reader, JsonReader.Options names) throws IOException {
    this.reader = reader;
    this.names = names;
    reader.beginObject();
  }

  /**
   * Advances to the value of the next relevant member.
   *
   * @return the index of its name, or -1 after the end of the object
   */
  int next() throws IOException {
    while (reader.hasNext()) {
      int name = reader.selectName(names);
      if (name >= 0) {
        repeated |= seen & 1 << name;
        seen |= 1 << name;
        return name;
      }
      reader.skipName();
      reader.skipValue();
    }
    reader.endObject();
    return -1;
  }

  /** Returns true if a relevant member appears twice. */
  boolean repeated() {
    return repeated != 0;
  }

  /** Returns true if the member with this index appears twice. */
  boolean repeated(int name) {
    return (repeated & 1 << name) != 0;
  }
}
