package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceGroupsTest {
  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();
  private final Call other = fixture.call();
  private final DeviceGroups groups = new DeviceGroups();

  private UserWrite add(String device, Call owner) {
    UserWrite write = fixture.write(owner, "u");
    groups.add(device, write);
    return write;
  }

  @Test
  void open_devicesOfACall_opensOneBatchPerDeviceInOrder() {
    UserWrite first = add("a", call);
    UserWrite second = add("b", call);
    UserWrite third = add("a", call);

    assertThat(groups.devices(call)).isEqualTo(2);
    assertThat(groups.open(call)).containsExactly(first, third);
    assertThat(groups.devices(call)).isEqualTo(1);
    assertThat(groups.open(call)).containsExactly(second);
    assertThat(groups.open(call)).isEmpty();
    assertThat(groups.devices(call)).isZero();
  }

  @Test
  void open_deviceOfAnotherCallsBatch_waitsUntilThatIsClosed() {
    add("a", call);
    UserWrite waiting = add("a", other);
    groups.open(call);

    assertThat(groups.open(other)).isEmpty();
    groups.close("a");
    assertThat(groups.open(other)).containsExactly(waiting);
  }

  @Test
  void open_writeAddedDuringTheLookup_waitsForIt() {
    UserWrite opened = add("a", call);
    assertThat(groups.open(call)).containsExactly(opened);
    UserWrite later = add("a", call);

    assertThat(groups.open(call)).isEmpty();
    groups.close("a");
    assertThat(groups.removeAll("a", List.of(opened))).containsExactly(opened, later);
    assertThat(groups.devices(call)).isZero();
  }

  @Test
  void removeAll_device_returnsTheWritesOfAllCallsInOrder() {
    UserWrite first = add("a", other);
    UserWrite second = add("a", call);
    UserWrite third = add("a", other);
    UserWrite rest = add("b", other);
    List<UserWrite> opened = groups.open(call);
    groups.close("a");

    assertThat(groups.removeAll("a", opened)).containsExactly(first, second, third);
    assertThat(groups.devices(other)).isEqualTo(1);
    assertThat(groups.open(other)).containsExactly(rest);
  }

  @Test
  void removeAll_call_keepsTheWritesOfOtherCallsAndTheOpenBatch() {
    add("a", call);
    groups.open(call);
    UserWrite waiting = add("a", call);
    UserWrite second = add("b", call);
    UserWrite others = add("b", other);

    assertThat(groups.removeAll(call)).containsExactly(waiting, second);
    assertThat(groups.removeAll(call)).isEmpty();
    assertThat(groups.devices(call)).isZero();
    assertThat(groups.open(other)).containsExactly(others);
    add("a", other);
    assertThat(groups.open(other)).as("the lookup of the device is open").isEmpty();
  }

  @Test
  void reset_requestInFlight_keepsItsDeviceOnly() {
    UserWrite inFlight = add("a", call);
    groups.open(call);
    inFlight.requestStarted(false);
    add("b", call);
    groups.open(call);
    add("c", call);

    groups.reset();

    assertThat(groups.devices(call)).isZero();
    add("a", other);
    UserWrite unopened = add("b", other);
    assertThat(groups.open(other)).containsExactly(unopened);
  }
}
