package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import java.io.IOException;

/** Walks through the members of one JSON object that are of interest; the others are skipped. */
final class Members {
  private final JsonReader reader;
  private final JsonReader.Options names;
  private int seen;
  private int repeated;

  /** Enters the object that the reader stands before. */
  Members(JsonReader reader, JsonReader.Options names) throws IOException {
    this.reader = reader;
    this.names = names;
    reader.beginObject();
  }

  /**
   * Goes to the value of the next member of interest.
   *
   * @return the index of its name, or -1 at the end of the object, which is then left
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

  /** Whether the member with this index did. */
  boolean repeated(int name) {
    return (repeated & 1 << name) != 0;
  }
}
