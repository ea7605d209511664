(* Joint laws on finite alphabets and their chi-square information: data processing,
   the Cauchy-Schwarz inequality between two couplings, contraction under a minorised kernel. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic cauchy_schwarz dobrushin.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.

(* Q a b = P(X = a, Y = b) *)
Definition rmarg m n (Q : 'M[R]_(m, n)) a := \sum_b Q a b.
Definition cmarg m n (Q : 'M[R]_(m, n)) b := \sum_a Q a b.
Definition chi2 m n (Q : 'M[R]_(m, n)) :=
  \sum_a \sum_b Q a b ^+ 2 / (rmarg Q a * cmarg Q b) - 1.
Definition nonneg m n (Q : 'M[R]_(m, n)) := forall a b, 0 <= Q a b.
Definition law m n (Q : 'M[R]_(m, n)) := nonneg Q /\ \sum_a \sum_b Q a b = 1.
Definition stochastic m n (K : 'M[R]_(m, n)) :=
  nonneg K /\ forall a, \sum_b K a b = 1.
(* both marginals are mu (entries may have any sign) *)
Definition coupling n (mu : 'rV[R]_n) (Q : 'M[R]_n) :=
  (forall a, rmarg Q a = mu 0 a) /\ (forall b, cmarg Q b = mu 0 b).
(* law of a triple X - Y - Z, its pair laws, and conditional independence given Y *)
Section Triple.
Variables (m n p : nat) (W : 'I_m -> 'I_n -> 'I_p -> R).
Definition lawXY : 'M[R]_(m, n) := \matrix_(x, y) \sum_z W x y z.
Definition lawXZ : 'M[R]_(m, p) := \matrix_(x, z) \sum_y W x y z.
Definition lawYZ : 'M[R]_(n, p) := \matrix_(y, z) \sum_x W x y z.
Definition lawY y := \sum_x \sum_z W x y z.
Definition markov := forall x y z, W x y z * lawY y = lawXY x y * lawYZ y z.
End Triple.
(* every row of K dominates ga times one common law nu;
   "all entries of pi are at least ga/S" is the case nu = uniform, see [minorised_unif] *)
Definition minorised m n (ga : R) (K : 'M[R]_(m, n)) :=
  exists nu : 'I_n -> R,
    [/\ forall z, 0 <= nu z, \sum_z nu z = 1 & forall y z, ga * nu z <= K y z].
(* total variation norm of a signed table (twice the usual distance) *)
Definition tv m n (Q P : 'M[R]_(m, n)) := \sum_a \sum_b `|Q a b - P a b|.
End Defs.

(* ---------- proofs ---------- *)
Section Theory.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).

(* data processing *)
Lemma rmarg_mul m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) a :
  stochastic K -> rmarg (Q *m K) a = rmarg Q a.
Proof.
case=> _ K1; rewrite /rmarg; under eq_bigr do rewrite mxE.
rewrite exchange_big; apply: eq_bigr => y _.
by rewrite -mulr_sumr K1 mulr1.
Qed.

Lemma cmarg_mul m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) z :
  cmarg (Q *m K) z = \sum_y cmarg Q y * K y z.
Proof.
rewrite /cmarg; under eq_bigr do rewrite mxE.
by rewrite exchange_big; apply: eq_bigr => y _; rewrite mulr_suml.
Qed.

Lemma cmarg0 m n (Q : 'M[R]_(m, n)) a b : nonneg Q -> cmarg Q b = 0 -> Q a b = 0.
Proof. by move=> Q0 /eqP; rewrite psumr_eq0 // => /allP/(_ a)/(_ (mem_index_enum _))/eqP. Qed.
Lemma rmarg0 m n (Q : 'M[R]_(m, n)) a b : nonneg Q -> rmarg Q a = 0 -> Q a b = 0.
Proof. by move=> Q0 /eqP; rewrite psumr_eq0 // => /allP/(_ b)/(_ (mem_index_enum _))/eqP. Qed.
Lemma cmarg_ge0 m n (Q : 'M[R]_(m, n)) b : nonneg Q -> 0 <= cmarg Q b.
Proof. by move=> Q0; apply: sumr_ge0. Qed.
Lemma rmarg_ge0 m n (Q : 'M[R]_(m, n)) a : nonneg Q -> 0 <= rmarg Q a.
Proof. by move=> Q0; apply: sumr_ge0. Qed.

Theorem chi2_dpi m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) :
  nonneg Q -> stochastic K -> chi2 (Q *m K) <= chi2 Q.
Proof.
move=> Q0 Ks; have [K0 K1] := Ks; rewrite ler_add2r; apply: ler_sum => a _.
under eq_bigr do rewrite rmarg_mul // invfM mulrCA.
under [X in _ <= X]eq_bigr do rewrite invfM mulrCA.
rewrite -!mulr_sumr ler_wpmul2l ?invr_ge0 ?rmarg_ge0 //.
have -> : \sum_y Q a y ^+ 2 / cmarg Q y
        = \sum_z \sum_y Q a y ^+ 2 / cmarg Q y * K y z.
  by rewrite exchange_big; apply: eq_bigr => y _; rewrite -mulr_sumr K1 mulr1.
apply: ler_sum => z _; set C := cmarg _ z.
have C0 : 0 <= C by rewrite /C cmarg_mul sumr_ge0 // => y _; rewrite mulr_ge0 ?cmarg_ge0.
have S0 : 0 <= \sum_y Q a y ^+ 2 / cmarg Q y * K y z.
  by apply: sumr_ge0 => y _; rewrite !mulr_ge0 ?sqr_ge0 ?invr_ge0 ?cmarg_ge0.
have [C00|Cn0] := eqVneq C 0; first by rewrite C00 invr0 mulr0.
rewrite ler_pdivr_mulr ?lt_def ?Cn0 //.
rewrite mxE /C cmarg_mul.
apply: le_trans (@engel _ _ (fun y => cmarg Q y * K y z) (fun y => Q a y * K y z) _ _) _.
- by move=> y; rewrite mulr_ge0 ?cmarg_ge0.
- move=> y /eqP; rewrite mulf_eq0 => /orP[]/eqP; last by move->; rewrite mulr0.
  by move/(cmarg0 a Q0)->; rewrite mul0r.
rewrite ler_wpmul2r //; first by apply: sumr_ge0 => y _; rewrite mulr_ge0 ?cmarg_ge0.
apply: ler_sum => y _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
have [->|k0] := eqVneq (K y z) 0; first by rewrite !mulr0 expr0n mul0r.
by rewrite exprMn invfM mulrACA [K y z ^+ 2]expr2 mulfK.
Qed.

Lemma chi2_tr m n (Q : 'M[R]_(m, n)) : chi2 Q^T = chi2 Q.
Proof.
rewrite /chi2 exchange_big; congr (_ - 1).
apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite mxE mulrC [RHS]mulrC.
by congr (_^-1 * _); rewrite mulrC; congr (_ * _); apply: eq_bigr => i _; rewrite mxE.
Qed.

(* for a Markov chain X - Y - Z given by its joint law *)
Lemma dpi_markov1 m n p (W : 'I_m -> 'I_n -> 'I_p -> R) :
  (forall x y z, 0 <= W x y z) -> (forall y, 0 < lawY W y) -> markov W ->
  chi2 (lawXZ W) <= chi2 (lawXY W).
Proof.
move=> W0 Y0 Mk; pose K : 'M[R]_(n, p) := \matrix_(y, z) (lawYZ W y z / lawY W y).
have -> : lawXZ W = lawXY W *m K.
  apply/matrixP=> x z; rewrite [LHS]mxE [RHS]mxE; apply: eq_bigr => y _.
  by rewrite [K y z]mxE mulrA -Mk mulfK // gt_eqF.
apply: chi2_dpi => [x y|]; first by rewrite mxE sumr_ge0.
split=> [y z|y]; first by rewrite !mxE divr_ge0 ?(ltW (Y0 y)) ?sumr_ge0.
under eq_bigr do rewrite mxE; rewrite -mulr_suml.
under eq_bigr do rewrite mxE; rewrite exchange_big -/(lawY W y) divff //.
by rewrite gt_eqF.
Qed.
Theorem chi2_dpi_markov m n p (W : 'I_m -> 'I_n -> 'I_p -> R) :
  (forall x y z, 0 <= W x y z) -> (forall y, 0 < lawY W y) -> markov W ->
  chi2 (lawXZ W) <= chi2 (lawXY W) /\ chi2 (lawXZ W) <= chi2 (lawYZ W).
Proof.
move=> W0 Y0 Mk; split; first exact: dpi_markov1.
pose V z y x := W x y z.
have YE y : lawY V y = lawY W y by rewrite /lawY exchange_big.
have -> : lawXZ W = (lawXZ V)^T by apply/matrixP=> x z; rewrite !mxE.
have -> : lawYZ W = (lawXY V)^T by apply/matrixP=> y z; rewrite !mxE.
rewrite !chi2_tr; apply: dpi_markov1 => [z y x|y|z y x]; [exact: W0|by rewrite YE|].
have <- : lawYZ W y z = lawXY V z y by rewrite !mxE.
have <- : lawXY W x y = lawYZ V y x by rewrite !mxE.
by rewrite YE [RHS]mulrC -Mk.
Qed.

Lemma chi2_ge0 m n (Q : 'M[R]_(m, n)) : law Q -> 0 <= chi2 Q.
Proof.
case=> Q0 Q1; rewrite subr_ge0 pair_bigA /=.
have := @engel _ _ (fun p => rmarg Q p.1 * cmarg Q p.2) (fun p => Q p.1 p.2).
rewrite -(pair_bigA _ (fun a b => Q a b)) Q1 expr1n.
have -> : \sum_p rmarg Q p.1 * cmarg Q p.2 = 1.
  rewrite -(pair_bigA _ (fun a b => rmarg Q a * cmarg Q b)) -big_distrlr /=.
  by rewrite [X in _ * X]exchange_big Q1 mulr1.
rewrite mulr1; apply=> p; first by rewrite mulr_ge0 ?rmarg_ge0 ?cmarg_ge0.
by move/eqP; rewrite mulf_eq0 => /orP[]/eqP; [apply: rmarg0|apply: cmarg0].
Qed.

(* Cauchy-Schwarz *)
Section Fixed.
Variables (n : nat) (mu : 'rV[R]_n).
Hypotheses (mu0 : forall a, 0 < mu 0 a) (mu1 : \sum_a mu 0 a = 1).

Lemma chi2_coupling (Q : 'M[R]_n) : coupling mu Q ->
  chi2 Q = \sum_a \sum_b Q a b ^+ 2 / (mu 0 a * mu 0 b) - 1.
Proof. by case=> Qr Qc; rewrite /chi2; under eq_bigr => a _ do under eq_bigr => b _ do rewrite Qr Qc. Qed.

Lemma mass_coupling (Q : 'M[R]_n) : coupling mu Q -> \sum_a \sum_b Q a b = 1.
Proof. by case=> Qr _; rewrite -mu1; apply: eq_bigr => a _; apply: Qr. Qed.

Lemma term_cs (x y p q : R) : x != 0 -> y != 0 ->
  (x * y)^-1 * ((p - x * y) * (q - x * y)) = p * q / (x * y) - p - q + x * y.
Proof. by move=> /eqP x0 /eqP y0; rnorm R; field. Qed.

Lemma centred (P Q : 'M[R]_n) : coupling mu P -> coupling mu Q ->
  \sum_p (mu 0 p.1 * mu 0 p.2)^-1 *
     ((P p.1 p.2 - mu 0 p.1 * mu 0 p.2) * (Q p.1 p.2 - mu 0 p.1 * mu 0 p.2))
  = \sum_a \sum_b P a b * Q a b / (mu 0 a * mu 0 b) - 1.
Proof.
move=> cP cQ; under eq_bigr do rewrite term_cs ?gt_eqF //.
rewrite big_split !sumrB /=.
rewrite -(pair_bigA _ (fun a b => P a b * Q a b / (mu 0 a * mu 0 b))) /=.
rewrite -(pair_bigA _ (fun a b => P a b)) -(pair_bigA _ (fun a b => Q a b)) /=.
rewrite -(pair_bigA _ (fun a b => mu 0 a * mu 0 b)) -big_distrlr /=.
by rewrite !mass_coupling // mu1 mulr1 subrK.
Qed.

Theorem chi2_cs (P Q : 'M[R]_n) : coupling mu P -> coupling mu Q ->
  (\sum_a \sum_b P a b * Q a b / (mu 0 a * mu 0 b) - 1) ^+ 2 <= chi2 P * chi2 Q.
Proof.
move=> cP cQ; rewrite !chi2_coupling //.
under [X in _ <= (X - 1) * _]eq_bigr => a _ do under eq_bigr => b _ do rewrite expr2.
under [X in _ <= _ * (X - 1)]eq_bigr => a _ do under eq_bigr => b _ do rewrite expr2.
rewrite -!centred //; under [X in _ <= X * _]eq_bigr do rewrite -expr2.
under [X in _ <= _ * X]eq_bigr do rewrite -expr2.
by apply: cauchy_schwarz => p; rewrite invr_ge0 mulr_ge0 ?ltW.
Qed.
End Fixed.
End Theory.

Section Contraction.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).

Lemma minorised_unif n (pi : 'M[R]_n.+1) ga :
  (forall a b, ga / n.+1%:R <= pi a b) -> minorised ga pi.
Proof.
move=> h; exists (fun=> n.+1%:R^-1); split=> // [z|].
  by rewrite invr_ge0 ler0n.
by rewrite sumr_const card_ord -[_ *+ _]mulr_natl divff // pnatr_eq0.
Qed.
Lemma minorised_le1 m n (K : 'M[R]_(m.+1, n)) ga :
  stochastic K -> minorised ga K -> ga <= 1.
Proof.
case=> _ K1 [nu [_ n1 h]]; rewrite -(K1 0) -[ga]mulr1 -n1 mulr_sumr.
by apply: ler_sum => z _; apply: h.
Qed.

Lemma term_sq (rc q : R) : (rc = 0 -> q = 0) ->
  (q - rc) ^+ 2 / rc = q ^+ 2 / rc - q *+ 2 + rc.
Proof.
have [->/(_ erefl)->|/eqP rc0 _] := eqVneq rc 0.
  by rewrite invr0 !mulr0 mul0rn subr0 addr0.
by rnorm R; field.
Qed.
Lemma chi2_centred m n (Q : 'M[R]_(m, n)) : law Q ->
  chi2 Q = \sum_a \sum_b (Q a b - rmarg Q a * cmarg Q b) ^+ 2 / (rmarg Q a * cmarg Q b).
Proof.
case=> Q0 Q1.
have E a b : (Q a b - rmarg Q a * cmarg Q b) ^+ 2 / (rmarg Q a * cmarg Q b)
  = Q a b ^+ 2 / (rmarg Q a * cmarg Q b) - Q a b *+ 2 + rmarg Q a * cmarg Q b.
  apply: term_sq => /eqP; rewrite mulf_eq0 => /orP[]/eqP; [exact: rmarg0|exact: cmarg0].
under [RHS]eq_bigr => a _ do (under eq_bigr => b _ do rewrite E;
  rewrite big_split sumrB /= sumrMnl).
rewrite big_split sumrB /= sumrMnl Q1 -big_distrlr /= [X in _ * X]exchange_big Q1.
by rewrite mulr1 mulr2n opprD addrA subrK.
Qed.
Lemma law_mul m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) :
  law Q -> stochastic K -> law (Q *m K).
Proof.
move=> [Q0 Q1] Ks; have [K0 _] := Ks; split=> [a b|].
  by rewrite mxE sumr_ge0 // => y _; rewrite mulr_ge0.
by rewrite -Q1; apply: eq_bigr => a _; apply: rmarg_mul.
Qed.

(* strong data processing: chi2 shrinks by 1 - ga *)
Theorem chi2_contract m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) ga :
  law Q -> stochastic K -> 0 <= ga -> minorised ga K ->
  chi2 (Q *m K) <= (1 - ga) * chi2 Q.
Proof.
move=> lQ Ks ga0 [nu [n0 n1 Kn]]; have [Q0 Q1] := lQ; have [K0 K1] := Ks.
rewrite (chi2_centred (law_mul lQ Ks)) (chi2_centred lQ) mulr_sumr.
apply: ler_sum => a _; under eq_bigr do rewrite rmarg_mul // invfM mulrCA.
under [X in _ <= _ * X]eq_bigr do rewrite invfM mulrCA.
rewrite -!mulr_sumr mulrCA ler_wpmul2l ?invr_ge0 ?rmarg_ge0 //.
set r := rmarg Q a; pose D y := Q a y - r * cmarg Q y.
pose K' y z := K y z - ga * nu z.
have K'0 y z : 0 <= K' y z by rewrite subr_ge0.
have D0 : \sum_y D y = 0.
  rewrite sumrB -mulr_sumr -/(rmarg Q a) -/r.
  have -> : \sum_y cmarg Q y = 1 by rewrite -Q1 [RHS]exchange_big.
  by rewrite mulr1 subrr.
have -> : (1 - ga) * (\sum_y (D y) ^+ 2 / cmarg Q y)
        = \sum_z \sum_y (D y) ^+ 2 / cmarg Q y * K' y z.
  rewrite exchange_big mulr_sumr; apply: eq_bigr => y _; rewrite -mulr_sumr sumrB K1.
  by rewrite -mulr_sumr n1 mulr1 mulrC.
apply: ler_sum => z _; set C := cmarg _ z.
have CE : C = \sum_y cmarg Q y * K' y z + ga * nu z.
  rewrite /C cmarg_mul.
  have E y : cmarg Q y * K' y z = cmarg Q y * K y z - cmarg Q y * (ga * nu z) by rewrite mulrBr.
  under [X in _ = X + _]eq_bigr do rewrite E.
  rewrite sumrB -mulr_suml; have -> : \sum_y cmarg Q y = 1 by rewrite -Q1 [RHS]exchange_big.
  by rewrite mul1r subrK.
have S0 : 0 <= \sum_y (D y) ^+ 2 / cmarg Q y * K' y z.
  by apply: sumr_ge0 => y _; apply: mulr_ge0 (K'0 y z); rewrite divr_ge0 ?sqr_ge0 ?cmarg_ge0.
have W0 y : 0 <= cmarg Q y * K' y z by apply: mulr_ge0 (K'0 y z); apply: cmarg_ge0.
have C0 : 0 <= C by rewrite CE addr_ge0 ?sumr_ge0 // mulr_ge0.
have [C00|Cn0] := eqVneq C 0; first by rewrite C00 invr0 mulr0.
rewrite ler_pdivr_mulr ?lt_def ?Cn0 //.
have -> : (Q *m K) a z - r * C = \sum_y D y * K' y z.
  rewrite /K'; under eq_bigr do rewrite mulrBr; rewrite sumrB -mulr_suml D0 mul0r subr0.
  rewrite mxE /C cmarg_mul mulr_sumr -sumrB; apply: eq_bigr => y _.
  by rewrite mulrA -mulrBl.
apply: le_trans (@engel _ _ (fun y => cmarg Q y * K' y z) (fun y => D y * K' y z) W0 _) _.
  move=> y /eqP; rewrite mulf_eq0 => /orP[]/eqP; last by move->; rewrite mulr0.
  by move=> c0; rewrite /D c0 (cmarg0 a Q0 c0) mulr0 subr0 mul0r.
apply: le_trans (_ : (\sum_y (D y) ^+ 2 / cmarg Q y * K' y z) * (\sum_y cmarg Q y * K' y z) <= _).
  rewrite ler_wpmul2r ?sumr_ge0 //.
  apply: ler_sum => y _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
  have [->|k0] := eqVneq (K' y z) 0; first by rewrite !mulr0 expr0n mul0r.
  by rewrite exprMn invfM mulrACA [K' y z ^+ 2]expr2 mulfK.
by rewrite ler_wpmul2l // CE ler_addl mulr_ge0.
Qed.

Lemma tv_contract n m (p q : 'I_n -> R) (K : 'M[R]_(n, m)) ga :
  \sum_a p a = \sum_a q a -> stochastic K -> 0 <= ga -> minorised ga K ->
  \sum_z `|push p K z - push q K z| <= (1 - ga) * \sum_a `|p a - q a|.
Proof.
move=> pq [K0 K1] ga0 [nu [n0 n1 Kn]]; apply: dobrushin => // x x'.
have sK y : \sum_z (K y z - ga * nu z) = 1 - ga by rewrite sumrB K1 -mulr_sumr n1 mulr1.
rewrite [2%:R * _]mulr_natl mulr2n -{1}(sK x) -(sK x') -big_split; apply: ler_sum => z _ /=.
have -> : K x z - K x' z = (K x z - ga * nu z) - (K x' z - ga * nu z).
  by rewrite opprB addrA subrK.
apply: le_trans (ler_norm_sub _ _) _.
by rewrite !ger0_norm // subr_ge0.
Qed.
End Contraction.
