/** What a process tells the service manager that started it. */
@NullMarked
package dev.codecsmith.service.systemd;

import org.jspecify.annotations.NullMarked;
