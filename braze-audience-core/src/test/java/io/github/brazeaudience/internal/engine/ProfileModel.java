package io.github.brazeaudience.internal.engine;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okio.Buffer;

/**
 * Model of a Braze profile for merging: attributes that are set, removed by null, or, for arrays,
 * replaced, added to and removed from. Arrays are sets here.
 */
final class ProfileModel {
  private final Map<String, Object> attributes = new TreeMap<>();

  ProfileModel copy() {
    ProfileModel copy = new ProfileModel();
    copy.attributes.putAll(attributes);
    return copy;
  }

  void set(String name, Object value) {
    attributes.put(name, value);
  }

  void remove(String name) {
    attributes.remove(name);
  }

  void addTo(String name, String element) {
    Set<String> elements = elements(name);
    elements.add(element);
    attributes.put(name, elements);
  }

  void removeFrom(String name, String element) {
    Set<String> elements = elements(name);
    elements.remove(element);
    attributes.put(name, elements);
  }

  private Set<String> elements(String name) {
    Set<String> elements = new LinkedHashSet<>();
    if (attributes.get(name) instanceof Set<?> present) {
      present.forEach(element -> elements.add((String) element));
    }
    return elements;
  }

  /** Applies a serialized attributes object. */
  void apply(byte[] object) {
    parse(object)
        .forEach(
            (name, value) -> {
              if (name.equals("external_id")) {
                return;
              }
              if (name.equals("push_tokens")) {
                applyTokens((List<?>) value);
              } else if (value == null) {
                remove(name);
              } else if (value instanceof List<?> whole) {
                Set<String> elements = new LinkedHashSet<>();
                whole.forEach(element -> elements.add((String) element));
                set(name, elements);
              } else if (value instanceof Map<?, ?> change) {
                elementsOf(change, "add").forEach(element -> addTo(name, element));
                elementsOf(change, "remove").forEach(element -> removeFrom(name, element));
              } else {
                set(name, value);
              }
            });
  }

  private void applyTokens(List<?> tokens) {
    for (Object token : tokens) {
      Map<?, ?> members = (Map<?, ?>) token;
      set("token of " + members.get("app_id"), members.get("token"));
    }
  }

  private static List<String> elementsOf(Map<?, ?> change, String operation) {
    List<?> elements = change.get(operation) instanceof List<?> list ? list : List.of();
    return elements.stream().map(String.class::cast).toList();
  }

  private static Map<String, Object> parse(byte[] object) {
    try (JsonReader reader = JsonReader.of(new Buffer().write(object))) {
      Map<String, Object> members = new LinkedHashMap<>();
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (members.containsKey(name)) {
          throw new AssertionError("a member is written twice: " + name);
        }
        members.put(name, reader.readJsonValue());
      }
      reader.endObject();
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProfileModel that && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return attributes.hashCode();
  }

  @Override
  public String toString() {
    return attributes.toString();
  }
}
