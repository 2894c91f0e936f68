words-host/.build/x86_64-unknown-linux-gnu/debug/words-host .build/x86_64-unknown-none-elf/debug/Words
