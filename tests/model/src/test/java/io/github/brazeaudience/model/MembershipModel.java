package io.github.brazeaudience.model;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Expected profile of one user after the accepted updates, computed without the code under test. An
 * attribute that the mode of an update does not write keeps its value. A later full write may or
 * may not update it, so the attribute may have one of several values.
 */
final class MembershipModel {
  private final long audiences;
  private final Set<Long> members = new LinkedHashSet<>();
  private final Set<Long> stated = new HashSet<>();
  private final Map<String, Long> owners = new TreeMap<>();
  private final Map<String, Set<Boolean>> values = new HashMap<>();
  private final Map<String, Set<Long>> unconfirmedClaims = new HashMap<>();
  private final Set<String> unconfirmedTrue = new HashSet<>();
  private final Map<Long, Set<Boolean>> elements = new HashMap<>();
  private final Set<Long> statedInArray = new HashSet<>();
  private final Set<Set<Long>> strings = new HashSet<>(Set.of(Set.of()));
  private boolean anyString;
  private boolean moreMembers;
  private boolean full;

  MembershipModel(long audiences) {
    this.audiences = audiences;
    for (long id = 1; id <= audiences; id++) {
      elements.put(id, new HashSet<>(Set.of(false)));
    }
  }

  /** {@return true if a snapshot was accepted, so all audiences of the user are known} */
  boolean full() {
    return full;
  }

  /** {@return the possible sets of ids in the string attribute, or empty if any set is possible} */
  Set<Set<Long>> strings() {
    return anyString ? Set.of() : strings;
  }

  /** {@return true if the array attribute may contain the id, or may lack it} */
  boolean mayBeInArray(long id, boolean in) {
    return elements.get(id).contains(in);
  }

  /** Returns true if the attribute per segment may have a value, or may be absent for null. */
  boolean mayBe(String name, Object value) {
    if (owners.containsKey(name)) {
      return value != null && values.get(name).contains(value);
    }
    noteUnconfirmedClaimsOfMembers();
    Set<Long> claims = unconfirmedClaims.getOrDefault(name, Set.of());
    return value == null
        || (value.equals(false) && !claims.isEmpty())
        || (value.equals(true) && unconfirmedTrue.contains(name));
  }

  /** {@return true if a rename of the audience must be rejected} */
  boolean isOwnedByOtherThan(long id, String name) {
    return owners.getOrDefault(name, id) != id;
  }

  /** {@return true if a rename of the audience may be rejected} */
  boolean mayBeOwnedByOtherThan(long id, String name) {
    return isOwnedByOtherThan(id, name)
        || unconfirmedClaims.getOrDefault(name, Set.of()).stream().anyMatch(other -> other != id);
  }

  void accept(AudienceUpdate update, SendSegmentsAs mode) {
    Set<Long> mentioned = new HashSet<>();
    if (update instanceof MembershipSnapshot snapshot) {
      Set<Long> ids = ids(snapshot.memberOf());
      full = true;
      noteUnconfirmedClaimsOfMembers();
      moreMembers = false;
      members.retainAll(ids);
      members.addAll(ids);
      if (mode.perSegment()) {
        unconfirmedTrue.clear();
        owners.forEach(
            (name, owner) -> {
              if (!ids.contains(owner)) {
                values.put(name, only(false));
              }
            });
        claim(snapshot.memberOf(), snapshot.left());
      }
      mentioned.addAll(elements.keySet());
    } else if (update instanceof MembershipChange change) {
      members.removeAll(ids(change.left()));
      members.addAll(ids(change.entered()));
      if (mode.perSegment()) {
        claim(change.entered(), change.left());
      }
      mentioned.addAll(ids(change.entered()));
      mentioned.addAll(ids(change.left()));
    }
    stated.addAll(mentioned);
    written(mode, !mentioned.isEmpty(), mentioned);
  }

  void retire(long id, SendSegmentsAs mode) {
    members.remove(id);
    stated.add(id);
    releaseNames(id, "");
    Set<Set<Long>> without = new HashSet<>();
    strings.forEach(
        ids -> {
          Set<Long> rest = new HashSet<>(ids);
          rest.remove(id);
          without.add(rest);
        });
    strings.clear();
    strings.addAll(without);
    strings.add(Set.copyOf(members));
    elements.forEach((other, may) -> may.add(members.contains(other)));
    elements.put(id, only(false));
    written(mode, false, Set.of());
  }

  void rename(long id, String name, SendSegmentsAs mode) {
    boolean named = owners.entrySet().stream().anyMatch(e -> isOther(e, id, name));
    boolean perhaps =
        unconfirmedClaims.entrySet().stream()
            .anyMatch(e -> !e.getKey().equals(name) && e.getValue().contains(id));
    releaseNames(id, name);
    if (named) {
      claim(id, name, members.contains(id));
    } else if (perhaps && !owners.containsKey(name)) {
      unconfirmedClaim(id, name);
      noteUnconfirmedClaimsOfMembers();
    }
    written(mode, false, Set.of());
  }

  private static boolean isOther(Map.Entry<String, Long> owned, long id, String name) {
    return owned.getValue() == id && !owned.getKey().equals(name);
  }

  /** An update was sent but is unconfirmed. */
  void addUnconfirmed(AudienceUpdate update, SendSegmentsAs mode) {
    if (mode.perSegment()) {
      named(update, this::unconfirmedClaim);
    }
    if (mode.array() && !full && update instanceof MembershipSnapshot) {
      elements.forEach(
          (id, may) -> {
            if (!statedInArray.contains(id)) {
              may.addAll(Set.of(true, false));
            }
          });
    }
  }

  void unconfirmedClaim(long id, String name) {
    if (!owners.containsKey(name)) {
      unconfirmedClaims.computeIfAbsent(name, n -> new HashSet<>()).add(id);
    }
  }

  private void written(SendSegmentsAs mode, boolean written, Set<Long> mentioned) {
    if (mode.single()) {
      if (!full) {
        // The full set may have been read back, with members that no update added.
        anyString = true;
        moreMembers = true;
      } else if (written) {
        strings.clear();
        anyString = false;
      }
      strings.add(Set.copyOf(members));
    }
    if (mode.array()) {
      elements.forEach(
          (id, may) -> {
            if (mentioned.contains(id) || (full && written)) {
              may.clear();
              statedInArray.add(id);
            } else if (written && !stated.contains(id)) {
              // A set that was read back may contain it.
              may.addAll(Set.of(true, false));
            }
            may.add(members.contains(id));
          });
    }
    if (mode.perSegment()) {
      owners.forEach((name, owner) -> values.get(name).add(members.contains(owner)));
      noteUnconfirmedClaimsOfMembers();
    }
  }

  /**
   * The write that confirms them may set them to true, which stays if another mode removes the
   * member.
   */
  private void noteUnconfirmedClaimsOfMembers() {
    unconfirmedClaims.forEach(
        (name, claims) -> {
          if (moreMembers || claims.stream().anyMatch(members::contains)) {
            unconfirmedTrue.add(name);
          }
        });
  }

  private void claim(List<Audience> in, List<Audience> out) {
    in.forEach(audience -> claim(audience.id(), attribute(audience), true));
    out.forEach(audience -> claim(audience.id(), attribute(audience), false));
  }

  private void claim(long id, String name, boolean member) {
    releaseNames(id, name);
    if (member) {
      owners.put(name, id);
      unconfirmedClaims.remove(name);
      unconfirmedTrue.remove(name);
      values.put(name, only(true));
    } else if (unconfirmedClaims.containsKey(name)) {
      unconfirmedClaims.get(name).add(id);
    } else if (owners.getOrDefault(name, id) == id) {
      owners.put(name, id);
      values.put(name, only(false));
    }
  }

  private void releaseNames(long id, String except) {
    owners.entrySet().removeIf(owned -> isOther(owned, id, except));
  }

  private static void named(AudienceUpdate update, BiConsumer<Long, String> taker) {
    Stream<Audience> audiences =
        update instanceof MembershipSnapshot snapshot
            ? Stream.concat(snapshot.memberOf().stream(), snapshot.left().stream())
            : update instanceof MembershipChange change
                ? Stream.concat(change.entered().stream(), change.left().stream())
                : Stream.of();
    audiences.forEach(audience -> taker.accept(audience.id(), attribute(audience)));
  }

  static String attribute(Audience audience) {
    return ("In " + audience.externalName().orElse("")).strip();
  }

  private static Set<Long> ids(List<Audience> audiences) {
    Set<Long> ids = new LinkedHashSet<>();
    audiences.forEach(audience -> ids.add(audience.id()));
    return ids;
  }

  private static Set<Boolean> only(boolean value) {
    return new HashSet<>(Set.of(value));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "model[full=%s, members=%s, owners=%s, values=%s, unconfirmed=%s, strings=%s, array=%s, of %d]",
        full,
        members,
        owners,
        values,
        unconfirmedClaims,
        strings,
        elements,
        audiences);
  }
}
