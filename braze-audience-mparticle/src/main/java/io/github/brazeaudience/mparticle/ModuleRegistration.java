package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Registration of a receiver with mParticle: its name and version and the identities that it
 * requests. These are the raw identities that its configuration writes to Braze. None is required,
 * because mParticle silently omits users without a required identity. Immutable.
 *
 * @see <a href="https://github.com/mParticle/mparticle-firehose-java-sdk">mParticle: Firehose Java
 *     SDK, the schema of ModuleRegistrationResponse</a>
 */
public final class ModuleRegistration {
  private final String name;
  private final String version;
  private final List<String> userIdentities;
  private final List<String> deviceIdentities;
  private final boolean mpid;

  private ModuleRegistration(String name, String version, BrazeAudienceConfig config) {
    this.name = name;
    this.version = version;
    this.userIdentities =
        Stream.of(config.externalIdentityType(), config.emailIdentityType())
            .flatMap(type -> FirehoseNames.of(type).stream())
            .distinct()
            .toList();
    this.deviceIdentities = deviceIdentities(config);
    this.mpid = config.externalIdentityType() == IdentityType.MPID;
  }

  /**
   * Returns a registration for audiences.
   *
   * @param name the name that mParticle shows, such as a company's name; not blank
   * @param version the version of the receiver; not blank
   * @param config the configuration, which determines the identities
   * @throws IllegalArgumentException if a text is blank, or if the external identity type of the
   *     configuration is one that no Firehose message has
   */
  public static ModuleRegistration of(String name, String version, BrazeAudienceConfig config) {
    if (name.isBlank() || version.isBlank()) {
      throw new IllegalArgumentException(
          "`%s` is blank, but mParticle requires it"
              .formatted(name.isBlank() ? "name" : "version"));
    }
    IdentityType external = config.externalIdentityType();
    if (external != IdentityType.MPID && FirehoseNames.of(external).isEmpty()) {
      throw new IllegalArgumentException(
          "`externalIdentityType` is %s, which no Firehose message has; take %s, say"
              .formatted(external, IdentityType.CUSTOMER_ID));
    }
    return new ModuleRegistration(name, version, config);
  }

  private static List<String> deviceIdentities(BrazeAudienceConfig config) {
    List<String> names = new ArrayList<>();
    if (config.deviceLookup()) {
      for (DeviceIdentityType type : DeviceIdentityType.values()) {
        names.add(FirehoseNames.of(type));
      }
    }
    for (DeviceAlias alias : config.deviceMatch()) {
      names.add(FirehoseNames.of(alias.type()));
    }
    if (config.apiKey(ApiKeyOperatingSystem.IOS).isPresent()) {
      names.add(FirehoseNames.of(PushPlatform.IOS));
    }
    if (config.apiKey(ApiKeyOperatingSystem.ANDROID).isPresent()) {
      names.add(FirehoseNames.of(PushPlatform.ANDROID));
    }
    return names.stream().distinct().toList();
  }

  String name() {
    return name;
  }

  String version() {
    return version;
  }

  List<String> userIdentities() {
    return userIdentities;
  }

  List<String> deviceIdentities() {
    return deviceIdentities;
  }

  /** Returns true if mParticle's own id is requested, which is a permission, not an identity. */
  boolean mpid() {
    return mpid;
  }

  @Override
  public String toString() {
    return "ModuleRegistration[%s %s, %s, %s, mpid=%s]"
        .formatted(name, version, userIdentities, deviceIdentities, mpid);
  }
}
