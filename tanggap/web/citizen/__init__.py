"""The room "Saya": how a citizen comes in, what her account holds, and how she leaves."""
