package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.AttributeDefinition;
import io.github.brazeaudience.testing.AttributeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Custom attributes of the workspace by name. The first value of an attribute defines its type,
 * which then stays. Thread-safe.
 */
final class AttributeCatalog {
  private final TreeMap<String, AttributeDefinition> definitions = new TreeMap<>();
  private final int defaultMaxArrayLength;

  AttributeCatalog(Collection<AttributeDefinition> defined, int defaultMaxArrayLength) {
    defined.forEach(definition -> definitions.put(definition.name(), definition));
    this.defaultMaxArrayLength = defaultMaxArrayLength;
  }

  /** {@return all attributes, in alphabetical order} */
  synchronized List<AttributeDefinition> all() {
    return List.copyOf(definitions.values());
  }

  synchronized boolean isBlocklisted(String name) {
    return find(name).filter(AttributeDefinition::isBlocklisted).isPresent();
  }

  /** {@return the number of elements that an array attribute keeps} */
  synchronized int maxArrayLength(String name) {
    return find(name)
        .map(definition -> definition.maxArrayLength().orElse(defaultMaxArrayLength))
        .orElse(defaultMaxArrayLength);
  }

  /**
   * Returns the value to store, which is converted if the type was chosen, or empty if the value
   * does not fit the type.
   */
  synchronized Optional<Object> fitted(String name, Object value) {
    AttributeDefinition definition = definitions.get(name);
    if (definition == null || definition.type().isEmpty()) {
      return Optional.of(value);
    }
    AttributeType type = definition.type().get();
    if (!definition.isAutomatic()) {
      return Coercion.toType(type, value);
    }
    return Coercion.isOfType(type, value) ? Optional.of(value) : Optional.empty();
  }

  /** Defines the type of an attribute by a value, unless it is defined already. */
  synchronized void detect(String name, Object value) {
    if (find(name).flatMap(AttributeDefinition::type).isEmpty()) {
      AttributeType.of(value)
          .ifPresent(type -> definitions.put(name, AttributeDefinition.automatic(name, type)));
    }
  }

  private Optional<AttributeDefinition> find(String name) {
    return Optional.ofNullable(definitions.get(name));
  }
}
