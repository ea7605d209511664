(* What a step of the delta rule leaves of an error, and the range of eight-bit recall (arXiv
   2410.08711). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic.
From Lemmascope.plasticity Require Import fast_weights.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.
(* W + eta (v - W k) k^T *)
Definition delta_step d m (eta : R) (W : 'M[R]_(m, d)) (k : 'cV[R]_d) (v : 'cV[R]_m) :=
  W + eta *: ((v - W *m k) *m k^T).
Definition squared_length d (k : 'cV[R]_d) : R := (k^T *m k) 0 0.
(* numbers from -128 to 127, as eight-bit data are *)
Definition eight_bit d (u : 'cV[R]_d) := forall j, (- 128%:R <= u j 0) /\ (u j 0 <= 127%:R).
End Defs.

(* ---------- statements ---------- *)
(** theorem plasticity/DeltaRuleShrinksTheError
    says: A step of the delta rule multiplies the error on its token by 1 - eta |k|^2; where eta |k|^2
      is one the value is stored exactly.
    leaves out: Nothing.
    supports: plasticity/delta-rule-shrinks-the-error *)
Definition DeltaRuleShrinksTheError_statement : Prop :=
  forall (R : realFieldType) d m (eta : R) (W : 'M[R]_(m, d)) (k : 'cV[R]_d) (v : 'cV[R]_m),
  v - delta_step eta W k v *m k = (1 - eta * squared_length k) *: (v - W *m k) /\
  (eta * squared_length k = 1 -> delta_step eta W k v *m k = v).

(** theorem plasticity/EightBitOutputsStayInRange
    says: Where all entries are from -128 to 127, an output of the Hebbian weights of t tokens of
      width d is at least -128^3 t d and at most 127 128^2 t d.
    leaves out: The entries are any numbers of that range; t tokens are a sequence of that length.
    supports: plasticity/eight-bit-outputs-stay-in-range *)
Definition EightBitOutputsStayInRange_statement : Prop :=
  forall (R : realFieldType) d m (s : seq ('cV[R]_d * 'cV[R]_m)) (q : 'cV[R]_d) i,
  (forall kv, kv \in s -> eight_bit kv.1 /\ eight_bit kv.2) -> eight_bit q ->
  - (128%:R ^+ 3 * (size s * d)%:R) <= (hebb s *m q) i 0 /\
  (hebb s *m q) i 0 <= 127%:R * 128%:R ^+ 2 * (size s * d)%:R.

(** theorem plasticity/EightBitRangeIsAttained
    says: For every number of tokens, width and number of outputs some eight-bit data attain the lower
      end in every output, and some the upper end.
    leaves out: Nothing.
    supports: plasticity/eight-bit-outputs-stay-in-range *)
Definition EightBitRangeIsAttained_statement : Prop :=
  forall (R : realFieldType) d m T,
  exists (k q : 'cV[R]_d) (low high : 'cV[R]_m),
  [/\ [/\ eight_bit k, eight_bit q, eight_bit low & eight_bit high],
      forall i, (hebb (nseq T (k, low)) *m q) i 0 = - (128%:R ^+ 3 * (T * d)%:R) &
      forall i, (hebb (nseq T (k, high)) *m q) i 0 = 127%:R * 128%:R ^+ 2 * (T * d)%:R].

(* ---------- proofs ---------- *)
Theorem DeltaRuleShrinksTheError : DeltaRuleShrinksTheError_statement.
Proof.
move=> R d m eta W k v.
have E : v - delta_step eta W k v *m k = (1 - eta * squared_length k) *: (v - W *m k).
  rewrite /delta_step mulmxDl -scalemxAl -mulmxA [k^T *m k]mx11_scalar mul_mx_scalar.
  by rewrite opprD addrA scalerA scalerBl scale1r.
split=> // one; apply/eqP; rewrite eq_sym -subr_eq0 E one subrr scale0r //.
Qed.

Section Range.
Variable R : realFieldType.
Notation a := (128%:R : R).
Notation b := (127%:R : R).
Lemma ba : b <= a. Proof. by rewrite ler_nat. Qed.
Lemma a0 : 0 <= a. Proof. exact: ler0n. Qed.
Lemma b0 : 0 <= b. Proof. exact: ler0n. Qed.
(* a product of two *)
Lemma two_low (x y : R) : - a <= x -> x <= b -> - a <= y -> y <= b -> - (a * b) <= x * y.
Proof.
move=> x1 x2 y1 y2; rewrite ler_oppl -mulrN.
have [x0|x0] := lerP 0 x.
  have [y0|y0] := lerP 0 y.
    apply: (@le_trans _ _ 0); last by rewrite mulr_ge0 ?a0 ?b0.
    by rewrite mulrN oppr_le0 mulr_ge0.
  rewrite mulrC; apply: ler_pmul => //; first by rewrite oppr_ge0 ltW.
  by rewrite ler_oppl.
have [y0|y0] := lerP 0 y.
  rewrite mulrN -mulNr; apply: ler_pmul => //; first by rewrite oppr_ge0 ltW.
  by rewrite ler_oppl.
apply: (@le_trans _ _ 0); last by rewrite mulr_ge0 ?a0 ?b0.
by rewrite mulrN oppr_le0 mulr_le0 // ltW.
Qed.
Lemma two_high (x y : R) : - a <= x -> x <= b -> - a <= y -> y <= b -> `|x * y| <= a ^+ 2.
Proof.
move=> x1 x2 y1 y2; have B z : - a <= z -> z <= b -> `|z| <= a.
  by move=> z1 z2; rewrite ler_norml z1 /=; apply: le_trans z2 ba.
by rewrite normrM expr2; apply: ler_pmul => //; apply: B.
Qed.
Lemma three (x y z : R) : - a <= x -> x <= b -> - a <= y -> y <= b -> - a <= z -> z <= b ->
  - (a ^+ 3) <= x * y * z /\ x * y * z <= b * a ^+ 2.
Proof.
move=> x1 x2 y1 y2 z1 z2; have lo := two_low x1 x2 y1 y2; have hi := two_high x1 x2 y1 y2.
move: (x * y) lo hi => s lo hi; split.
  rewrite ler_oppl; apply: le_trans (ler_norm _) _; rewrite normrN normrM exprSr.
  apply: ler_pmul => //; rewrite ler_norml z1 /=; exact: le_trans z2 ba.
have [s0|s0] := lerP 0 s.
  rewrite [b * _]mulrC; apply: le_trans (ler_wpmul2l s0 z2) _.
  apply: ler_wpmul2r; first exact: b0.
  by move: hi; rewrite ger0_norm.
rewrite -[s * z]opprK -mulNr -mulrN; apply: (@le_trans _ _ (- s * a)).
  by apply: ler_wpmul2l; [rewrite oppr_ge0 ltW|rewrite ler_oppl].
rewrite expr2 mulrA; apply: ler_wpmul2r; first exact: a0.
by rewrite ler_oppl mulrC.
Qed.
End Range.
Theorem EightBitOutputsStayInRange : EightBitOutputsStayInRange_statement.
Proof.
move=> R d m s q i S Q; rewrite hebb_attention /linatt.
have E : (\sum_(kv <- s) (kv.1^T *m q) 0 0 *: kv.2) i 0
  = \sum_(kv <- s) \sum_j kv.1 j 0 * q j 0 * kv.2 i 0.
  rewrite summxE; apply: eq_bigr => kv _; rewrite mxE mxE mulr_suml.
  by apply: eq_bigr => j _; rewrite mxE.
rewrite {}E natrM.
have C (c : R) : c * ((size s)%:R * d%:R) = \sum_(kv <- s) \sum_(j < d) c.
  by rewrite big_const_seq count_predT iter_addr_0 sumr_const card_ord -mulrnA -natrM mulr_natr mulnC.
rewrite -[X in X <= _]mulNr !C; split; rewrite big_seq [X in _ <= X]big_seq.
  apply: ler_sum => kv /S[k8 v8]; apply: ler_sum => j _.
  by have [k1 k2] := k8 j; have [q1 q2] := Q j; have [v1 v2] := v8 i; case: (three k1 k2 q1 q2 v1 v2).
apply: ler_sum => kv /S[k8 v8]; apply: ler_sum => j _.
by have [k1 k2] := k8 j; have [q1 q2] := Q j; have [v1 v2] := v8 i; case: (three k1 k2 q1 q2 v1 v2).
Qed.
Theorem EightBitRangeIsAttained : EightBitRangeIsAttained_statement.
Proof.
move=> R d m T.
have low n : eight_bit (const_mx (- 128%:R) : 'cV[R]_n).
  move=> j; rewrite mxE lexx; split=> //; apply: (@le_trans _ _ 0); last exact: ler0n.
  by rewrite oppr_le0 ler0n.
have high n : eight_bit (const_mx 127%:R : 'cV[R]_n).
  move=> j; rewrite mxE lexx; split=> //; apply: (@le_trans _ _ 0); last exact: ler0n.
  by rewrite oppr_le0 ler0n.
have E (c : R) i : (hebb (nseq T (const_mx (- 128%:R) : 'cV[R]_d, const_mx c : 'cV[R]_m))
    *m (const_mx (- 128%:R) : 'cV[R]_d)) i 0 = c * 128%:R ^+ 2 * (T * d)%:R.
  rewrite hebb_attention /linatt summxE big_nseq.
  have -> : (((const_mx (- 128%:R) : 'cV[R]_d)^T *m (const_mx (- 128%:R) : 'cV[R]_d)) 0 0
      *: (const_mx c : 'cV[R]_m)) i 0 = c * 128%:R ^+ 2 * d%:R.
    rewrite [LHS]mxE [X in _ * X]mxE [X in X * _]mxE.
    under eq_bigr => j _ do rewrite !mxE mulrNN.
    by rewrite sumr_const card_ord -expr2 -[_ *+ d]mulr_natr mulrC mulrA.
  by rewrite iter_addr_0 -[_ *+ T]mulr_natr -mulrA -natrM mulnC.
exists (const_mx (- 128%:R)), (const_mx (- 128%:R)), (const_mx (- 128%:R)), (const_mx 127%:R).
split=> // i; rewrite E //.
by rewrite !mulNr -exprS.
Qed.
