package io.github.brazeaudience.receiver.status;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the data of the status page. */
@RestController
public final class StatusController {
  private final StatusService service;

  public StatusController(StatusService service) {
    this.service = service;
  }

  @GetMapping("/status.json")
  ResponseEntity<Status> status(@RequestParam(name = "after", defaultValue = "0") long after) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(service.status(after));
  }
}
