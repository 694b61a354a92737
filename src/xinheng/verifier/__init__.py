"""xinheng-verify: checks what the platform hands out, with the kernel alone.

`main` the command · `log` a whole export · `record` one record's proof · `service` how one notice was served · `chain`
checkpoints one after the other · `signed` a checkpoint's signature · `failures` what can be wrong, in words.
"""
