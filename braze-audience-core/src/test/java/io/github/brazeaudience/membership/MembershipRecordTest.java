package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.audience.PushPlatform;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MembershipRecordTest {
  private static KnownMembership single(Long... ids) {
    Set<Long> members = new LinkedHashSet<>(List.of(ids));
    return new KnownMembership(
        false,
        1_767_225_600,
        true,
        members,
        new KnownSet(KnownSet.Form.IDS, members),
        KnownSet.UNKNOWN,
        Map.of(),
        Map.of(),
        AudienceTimes.NONE);
  }

  private static MembershipRecord record(KnownMembership known) {
    return MembershipRecord.EMPTY.with("", known);
  }

  @Test
  void toBytes_userInThreeAudiences_takesFewBytes() {
    assertThat(record(single(11036L, 11034L, 11037L)).toBytes()).hasSize(23);
  }

  @Test
  void ofBytes_randomRecords_restoresThem() {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      MembershipRecord record = random(random);
      assertThat(MembershipRecord.ofBytes(record.toBytes()))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(record);
    }
  }

  @Test
  void ofBytes_keepsTheOrderOfMembers() {
    MembershipRecord read = MembershipRecord.ofBytes(record(single(3L, 1L, 2L)).toBytes());

    assertThat(read.membership("").members()).containsExactly(3L, 1L, 2L);
  }

  /** Format of the first release: a pending, full record with elements, flags and sets. */
  @Test
  void ofBytes_recordOfTheFirstRelease_isRead() {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                "01"
                    + "00"
                    + "01"
                    + "00" // version, contact, one membership under the usual names
                    + "ff" // pending, full, elements, flags, ids in the string and the array
                    + "05" // written in full at
                    + "020102" // members 1 and 2
                    + "00" // the string is like the members
                    + "010107" // the array holds 7
                    + "010301" // element 1 is in
                    + "0104496e2041"
                    + "0b02"); // In A, of audience 2, is true and pending

    assertThat(MembershipRecord.ofBytes(bytes))
        .isEqualTo(
            record(
                new KnownMembership(
                    true,
                    5,
                    true,
                    Set.of(1L, 2L),
                    new KnownSet(KnownSet.Form.IDS, Set.of(1L, 2L)),
                    new KnownSet(KnownSet.Form.IDS, Set.of(7L)),
                    Map.of(1L, new KnownFlag(1, true, false, false)),
                    Map.of("In A", new KnownFlag(2, true, false, true)),
                    AudienceTimes.NONE)));
  }

  @Test
  void ofBytes_anyBitFlipped_givesADamagedRecord() {
    long seed = 20260102;
    Random random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      byte[] good = random(random).toBytes();
      for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
        byte[] flipped = good.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        assertThat(MembershipRecord.ofBytes(flipped).damage())
            .as("seed %d, round %d, bit %d", seed, round, bit)
            .isPresent();
      }
    }
  }

  @Test
  void ofBytes_truncatedOrLonger_givesADamagedRecord() {
    byte[] good = random(new Random(20260103)).toBytes();
    for (int length = 0; length < good.length; length++) {
      assertThat(MembershipRecord.ofBytes(Arrays.copyOf(good, length)).damage()).isPresent();
    }
    assertThat(MembershipRecord.ofBytes(Arrays.copyOf(good, good.length + 1)).damage())
        .contains("the checksum of the record does not match");
  }

  @Test
  void ofBytes_recordWithoutChecksum_isReadAsBefore() {
    MembershipRecord record = record(single(11036L, 11034L));

    assertThat(MembershipRecord.ofBytes(RecordWriter.write(record))).isEqualTo(record);
  }

  @Test
  void ofBytes_laterVersion_throwsWithTheVersion() {
    byte[] later = RecordWriter.write(record(single(1L)));
    later[0] = 100;

    assertThat(MembershipRecord.ofBytes(later).damage())
        .contains(
            "the record has version 100, but this library reads up to version 4; use a newer version of the library");
  }

  @Test
  void damagedRecord_isNeverUsedAsAnEmptyRecord() {
    MembershipRecord damaged = MembershipRecord.damaged("why");

    assertThat(damaged.damage()).contains("why");
    assertThat(damaged.isPending()).isTrue();
    assertThat(damaged.orNull()).isSameAs(damaged);
    assertThat(damaged).isNotEqualTo(MembershipRecord.EMPTY);
    assertThat(MembershipRecord.ofBytes(damaged.toBytes()).damage()).isPresent();
    assertThatThrownBy(() -> damaged.membership("")).isInstanceOf(IllegalStateException.class);
    assertThat(damaged).hasToString("MembershipRecord[damaged]");
  }

  @Test
  void toString_record_showsNothingOfTheUser() {
    assertThat(record(single(4711L)).toString())
        .isEqualTo("MembershipRecord[memberships=1, audiences=1, pending=false]");
  }

  private static MembershipRecord random(Random random) {
    KnownContact contact =
        random.nextBoolean()
            ? KnownContact.UNKNOWN
            : KnownContact.UNKNOWN
                .withEmail(random.nextBoolean() ? null : ValueHash.of("u", "a@b"))
                .withToken(PushPlatform.ANDROID, new ValueHash(random.nextLong(), 1))
                .withTimes(
                    random.nextBoolean()
                        ? ContactTimes.NONE
                        : new ContactTimes(
                            random.nextBoolean() ? null : time(random),
                            Map.of(PushPlatform.IOS, time(random))));
    Map<String, KnownMembership> memberships = new TreeMap<>();
    memberships.put("", membership(random));
    if (random.nextBoolean()) {
      memberships.put("1f3e", membership(random));
    }
    return new MembershipRecord(contact, memberships);
  }

  private static KnownMembership membership(Random random) {
    Set<Long> members = ids(random);
    Map<Long, KnownFlag> elements = new LinkedHashMap<>();
    ids(random).forEach(id -> elements.put(id, flag(random, id)));
    Map<String, KnownFlag> flags = new LinkedHashMap<>();
    ids(random).forEach(id -> flags.put("In Ä" + id, flag(random, id)));
    return new KnownMembership(
        random.nextBoolean(),
        random.nextInt(Integer.MAX_VALUE),
        random.nextBoolean(),
        members,
        set(random, members),
        set(random, members),
        elements,
        flags,
        times(random, flags.keySet()));
  }

  private static AudienceTimes times(Random random, Set<String> flags) {
    if (random.nextInt(3) == 0) {
      return AudienceTimes.NONE;
    }
    Map<Long, Instant> audiences = new LinkedHashMap<>();
    ids(random).forEach(id -> audiences.put(id, time(random)));
    Map<String, Instant> claims = new HashMap<>();
    if (!audiences.isEmpty()) {
      flags.forEach(name -> claims.put(name, time(random)));
      claims.put("In other", time(random));
      claims.keySet().removeIf(name -> random.nextBoolean());
    }
    return new AudienceTimes(random.nextInt(4) == 0 ? null : time(random), audiences, claims);
  }

  /** Returns one of a few times, a time in milliseconds, in nanoseconds, or of the whole range. */
  private static Instant time(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX.minusNanos(random.nextInt(3));
      case 2 -> Instant.ofEpochMilli(random.nextLong(1L << 41));
      case 3 -> Instant.ofEpochSecond(0, random.nextLong());
      case 4 ->
          Instant.ofEpochSecond(
              random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
      default -> Instant.EPOCH.plusSeconds(random.nextInt(3));
    };
  }

  private static Set<Long> ids(Random random) {
    Set<Long> ids = new LinkedHashSet<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      ids.add(random.nextBoolean() ? Long.MAX_VALUE - left : random.nextLong(1, 1 << 20));
    }
    return ids;
  }

  private static KnownSet set(Random random, Set<Long> members) {
    Set<Long> other = Set.of(7L);
    return switch (random.nextInt(5)) {
      case 0 -> KnownSet.UNKNOWN;
      case 4 -> KnownSet.PENDING;
      case 1 -> new KnownSet(KnownSet.Form.REMOVED, Set.of());
      case 2 -> new KnownSet(KnownSet.Form.EMPTY, Set.of());
      default -> new KnownSet(KnownSet.Form.IDS, random.nextBoolean() ? members : other);
    };
  }

  private static KnownFlag flag(Random random, long id) {
    Boolean member = random.nextInt(3) == 0 ? null : random.nextBoolean();
    return new KnownFlag(
        id, member, random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
  }
}
