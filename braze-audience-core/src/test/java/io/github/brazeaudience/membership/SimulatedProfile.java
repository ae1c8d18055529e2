package io.github.brazeaudience.membership;

import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.internal.payload.UserAttributesAccess;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Profile in Braze of one user after a sequence of objects. */
final class SimulatedProfile {
  private final Set<Long> string = new TreeSet<>();
  private final Set<Long> array = new TreeSet<>();
  private final Set<String> trueFlags = new TreeSet<>();
  private final Map<Object, String> contact = new TreeMap<>(Comparator.comparing(Object::toString));

  void write(UserAttributes object) {
    AttributesContent content = UserAttributesAccess.get().content(object);
    replace(string, content.stringSet());
    replace(array, content.arraySet());
    if (content.arraySet() == null && content.forms().array()) {
      array.removeAll(content.left());
      array.addAll(content.entered());
    }
    content
        .flags()
        .forEach(
            (name, flag) -> {
              trueFlags.remove(name);
              if (Boolean.TRUE.equals(flag.member())) {
                trueFlags.add(name);
              }
            });
    if (content.email() != null) {
      contact.put("email", content.email());
    }
    content.pushTokens().forEach(token -> contact.put(token.platform(), token.token()));
  }

  private static void replace(Set<Long> ids, @Nullable Set<Long> written) {
    if (written != null) {
      ids.clear();
      ids.addAll(written);
    }
  }

  Set<Long> string() {
    return string;
  }

  Set<Long> array() {
    return array;
  }

  /** The names of the attributes per segment that are true. */
  Set<String> trueFlags() {
    return new HashSet<>(trueFlags);
  }

  @Nullable String contact(Object kind) {
    return contact.get(kind);
  }

  @Override
  public String toString() {
    return "profile[%s, %s, %s, %s]".formatted(string, array, trueFlags, contact);
  }
}
