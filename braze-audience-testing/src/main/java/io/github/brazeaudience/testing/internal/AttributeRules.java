package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.SilentLoss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Braze's rules for writing custom attributes to a profile, including its silent losses, which are
 * counted.
 */
final class AttributeRules {
  static final int LONGEST_STRING = 255;
  static final int LONGEST_NAME = 255;
  static final int LONGEST_NAME_BYTES = 479;
  static final int LARGEST_VALUE_BYTES = 100_000;

  private final AttributeCatalog catalog;
  private final LossCounter losses;

  AttributeRules(AttributeCatalog catalog, LossCounter losses) {
    this.catalog = catalog;
    this.losses = losses;
  }

  /** Writes all custom attributes of an object. */
  void apply(ProfileDraft draft, Map<String, ? extends @Nullable Object> custom) {
    Set<String> written = new HashSet<>();
    custom.forEach(
        (sent, value) -> {
          String name = stored(sent);
          if (name.isEmpty()) {
            losses.add(SilentLoss.NAME_BLANK);
            return;
          }
          if (!written.add(name)) {
            losses.add(SilentLoss.NAME_COLLISION);
          }
          if (catalog.isBlocklisted(name)) {
            losses.add(SilentLoss.BLOCKLISTED_ATTRIBUTE);
          } else {
            write(draft, name, value);
          }
        });
  }

  private void write(ProfileDraft draft, String name, @Nullable Object value) {
    if (value == null) {
      draft.custom.remove(name);
      return;
    }
    Object before = draft.custom.get(name);
    Optional<ArrayChange> change = ArrayChange.of(value);
    if (change.isPresent() && change.get().added().isEmpty() && before == null) {
      return;
    }
    Object after = change.isPresent() ? change.get().applied(before) : incremented(before, value);
    Optional<Object> fitted = catalog.fitted(name, after);
    if (fitted.isEmpty()) {
      losses.add(SilentLoss.TYPE_MISMATCH);
    } else if (fitted.get() instanceof List<?> list) {
      store(draft, name, shortened(unique(list), catalog.maxArrayLength(name)));
    } else {
      store(draft, name, fitted.get());
    }
  }

  private void store(ProfileDraft draft, String name, Object value) {
    if (value instanceof String text && Text.codePoints(text) > LONGEST_STRING) {
      losses.add(SilentLoss.STRING_TOO_LONG);
    } else if (isTooLarge(value)) {
      losses.add(SilentLoss.VALUE_TOO_LARGE);
    } else {
      catalog.detect(name, value);
      draft.custom.put(name, value);
    }
  }

  private static Object incremented(@Nullable Object before, Object value) {
    if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("inc") instanceof Number by) {
      Number start = before instanceof Number number ? number : 0L;
      return start instanceof Double || by instanceof Double
          ? (Object) (start.doubleValue() + by.doubleValue())
          : (Object) (start.longValue() + by.longValue());
    }
    return value;
  }

  /** Removes nulls and duplicates; the first occurrence stays. */
  private List<Object> unique(List<?> list) {
    LinkedHashSet<Object> unique = new LinkedHashSet<>();
    for (Object element : list) {
      if (element == null) {
        losses.add(SilentLoss.NULL_ELEMENT);
      } else {
        unique.add(element);
      }
    }
    return new ArrayList<>(unique);
  }

  /**
   * Drops the oldest elements of an array that is too long. Arrays of objects have no length limit.
   */
  private List<Object> shortened(List<Object> array, int longest) {
    if (array.stream().anyMatch(Map.class::isInstance)) {
      return List.copyOf(array);
    }
    int tooMany = Math.max(0, array.size() - longest);
    losses.add(SilentLoss.ARRAY_ELEMENT_DROPPED, tooMany);
    return List.copyOf(array.subList(tooMany, array.size()));
  }

  private static boolean isTooLarge(Object value) {
    return (value instanceof List || value instanceof Map)
        && Text.utf8Length(Json.write(value)) > LARGEST_VALUE_BYTES;
  }

  /** {@return the name under which Braze stores an attribute} */
  private String stored(String sent) {
    String name = sent.strip();
    if (Text.codePoints(name) <= LONGEST_NAME && Text.utf8Length(name) <= LONGEST_NAME_BYTES) {
      return name;
    }
    losses.add(SilentLoss.NAME_CUT);
    int end = name.offsetByCodePoints(0, Math.min(Text.codePoints(name), LONGEST_NAME));
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end).strip();
  }
}
