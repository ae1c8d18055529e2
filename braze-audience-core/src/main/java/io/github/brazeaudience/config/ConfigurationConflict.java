package io.github.brazeaudience.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Conflict of two configurations that write the same attribute to the same workspace and overwrite
 * each other's audiences. Use the attribute in only one of them, or give it another name.
 */
public final class ConfigurationConflict {
  private final BrazeAudienceConfig first;
  private final BrazeAudienceConfig second;
  private final String attributeName;

  private ConfigurationConflict(
      BrazeAudienceConfig first, BrazeAudienceConfig second, String attributeName) {
    this.first = first;
    this.second = second;
    this.attributeName = attributeName;
  }

  /**
   * Returns all conflicts among configurations. Two configurations write to the same workspace if
   * they have the same key and REST endpoint. Attributes per segment never conflict, because each
   * is named after its audience.
   *
   * @param configurations the configurations that are used at the same time
   * @return the conflicts, one for each pair and attribute
   */
  public static List<ConfigurationConflict> find(List<BrazeAudienceConfig> configurations) {
    List<ConfigurationConflict> conflicts = new ArrayList<>();
    for (int i = 0; i < configurations.size(); i++) {
      for (int j = i + 1; j < configurations.size(); j++) {
        addConflicts(configurations.get(i), configurations.get(j), conflicts);
      }
    }
    return List.copyOf(conflicts);
  }

  private static void addConflicts(
      BrazeAudienceConfig first,
      BrazeAudienceConfig second,
      List<ConfigurationConflict> conflicts) {
    if (!first.restApiKey().equals(second.restApiKey())
        || !first.endpoints().rest().equals(second.endpoints().rest())) {
      return;
    }
    List<String> taken = fullSetAttributes(first);
    for (String name : fullSetAttributes(second)) {
      if (taken.contains(name)) {
        conflicts.add(new ConfigurationConflict(first, second, name));
      }
    }
  }

  private static List<String> fullSetAttributes(BrazeAudienceConfig config) {
    List<String> names = new ArrayList<>();
    if (config.sendSegmentsAs().single()) {
      names.add(config.attributeNames().single());
    }
    if (config.sendSegmentsAs().array()) {
      names.add(config.attributeNames().array());
    }
    return names;
  }

  /** {@return the configuration that comes first in the list} */
  public BrazeAudienceConfig first() {
    return first;
  }

  /** {@return the configuration that comes later in the list} */
  public BrazeAudienceConfig second() {
    return second;
  }

  /** {@return the name of the attribute that both write} */
  public String attributeName() {
    return attributeName;
  }

  @Override
  public String toString() {
    return ("two configurations with the same credentials and cluster (%s) both write \"%s\" and overwrite each other;"
            + " use ONE_ATTRIBUTE_PER_SEGMENT in one of them, or override the attribute's name")
        .formatted(first.endpoints().rest(), attributeName);
  }
}
